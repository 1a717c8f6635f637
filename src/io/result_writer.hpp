#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "hdf5.hpp"
#include "yieldscape/io/file.hpp"
#include "yieldscape/parallel/communicator.hpp"

namespace yieldscape {

/// Bytes of a file that a rank wrote.
struct WrittenPart {
  std::uint64_t offset;
  std::uint64_t bytes;
  std::uint64_t hash;  ///< XXH3-64
};

/// Writes parts of the datasets of an existing file, each rank its own at its own pace, and remembers what it
/// wrote so that it can be read back by other means and compared.
class ResultWriter {
 public:
  /// Collective.
  ResultWriter(const Communicator& communicator, const std::filesystem::path& path);

  /// A part of a dataset: elements that follow each other in the file. Every rank names every dataset that is
  /// to be complete at the end, if only with an empty part.
  void put(const std::string& dataset, const hdf5::Region& region, std::span<const std::byte> bytes);
  /// Collective: stores and closes the file, and makes sure that each byte of each dataset touched was
  /// written. Throws IoError on every rank alike. What this rank wrote, to be compared with what is there.
  [[nodiscard]] std::vector<WrittenPart> close();

 private:
  struct Target {
    hdf5::Handle dataset;
    hdf5::Format format;
    std::uint64_t offset;  ///< of its bytes in the file
    std::uint64_t elements_written = 0;
  };
  Target& target(const std::string& dataset);
  void compare_totals() const;
  /// Collective. The library writes the file's head on one rank; if that fails, the others wait in it for
  /// ever, and after some minutes the job ends.
  void close_file();

  Communicator communicator_;
  hdf5::File file_;
  File stored_;  ///< the same file, as storage
  std::map<std::string, Target> targets_;
  std::vector<WrittenPart> written_;
};

}  // namespace yieldscape
