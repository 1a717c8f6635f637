#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "result_writer.hpp"
#include "yieldscape/parallel/communicator.hpp"

namespace yieldscape {

/// A dataset with values.
struct DatasetChecksum {
  std::string path;
  std::optional<std::uint64_t> offset;  ///< of its bytes in the file, if they lie together
  std::uint64_t bytes = 0;
  std::uint64_t checksum = 0;  ///< XXH3-64
};

/// Collective: reads every dataset of a closed result once, each rank some of them. The checksums on the
/// root; throws IoError (dataset, part) on every rank if what the ranks wrote is not what is there.
/// `written`: by this rank.
[[nodiscard]] std::vector<DatasetChecksum> compare_and_hash(const Communicator& communicator,
                                                            const std::filesystem::path& path,
                                                            std::span<const WrittenPart> written);

}  // namespace yieldscape
