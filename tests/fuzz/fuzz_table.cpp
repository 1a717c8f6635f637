// Any bytes as a table of numbers: columns of one length with finite numbers, or a refusal.
#include <cmath>
#include <cstdint>
#include <string_view>

#include "require.hpp"
#include "scratch_file.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/io/read_table.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace yieldscape;
  static const fuzz::ScratchFile scratch("table.csv");
  // What begins like HDF5 is handed to that library, which promises nothing for damaged files.
  if (std::string_view(reinterpret_cast<const char*>(data), size).starts_with("\x89HDF")) return 0;
  scratch.hold(data, size);
  try {
    const auto columns = read_table(scratch.path());
    fuzz::require(!columns.empty(), "a table has a column");
    for (const auto& column : columns) {
      fuzz::require(!column.empty() && column.size() == columns[0].size(), "columns have one length");
      for (const double value : column) fuzz::require(std::isfinite(value), "numbers are finite");
    }
  } catch (const ConfigurationError&) {
    // Refused, with a reason.
  }
  return 0;
}
