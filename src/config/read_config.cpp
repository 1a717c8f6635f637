#include "yieldscape/config/read_config.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "interpret.hpp"
#include "yieldscape/config/diagnostics.hpp"
#include "yieldscape/core/error.hpp"

namespace yieldscape {

RunConfig read_config(const std::filesystem::path& file, std::span<const std::string> overrides,
                      const TableSource& tables, const std::string& only) {
  SourceText source{.title = printable(file.string(), 1000), .directory = file.parent_path(), .text = {}};
  try {
    source.text = normalized_text(read_bounded(file));
  } catch (const std::runtime_error& fault) {
    throw ConfigurationError(fmt::format("{}: error: cannot be read: {}", source.title, fault.what()));
  }
  RunConfig config = interpret(std::move(source), file.stem().string(), overrides, tables, only);
  config.path = file;
  return config;
}

}  // namespace yieldscape
