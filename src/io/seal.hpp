#pragma once

// The seal: text after the end of the HDF5 structure of a result file, which readers of HDF5 ignore. It has
// the checksum of every dataset and one of all other bytes, so that one changed byte anywhere is found, and
// found without trusting a damaged structure.
//
//   yieldscape seal 1
//   data OFFSET BYTES XXH3-64 PATH       one line per dataset
//   rest BYTES XXH3-64                   of the bytes before the seal that belong to none of them
//   seal XXH3-64 BYTES                   of the seal's lines above

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "yieldscape/io/file.hpp"

namespace yieldscape {

struct SealedDataset {
  std::string path;
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
  std::uint64_t checksum = 0;
};

struct Seal {
  std::vector<SealedDataset> datasets;  ///< by offset
  std::uint64_t body_bytes = 0;         ///< everything before the seal
  std::uint64_t rest_checksum = 0;
};

/// Visits a part of a file in pieces that a cache holds; if the file was cut short, what there is.
void for_each_piece(const File& file, std::uint64_t offset, std::uint64_t bytes,
                    const std::function<void(std::span<const std::byte>)>& visit);
/// XXH3-64 of a part of a file.
[[nodiscard]] std::uint64_t hash_range(const File& file, std::uint64_t offset, std::uint64_t bytes);
/// Of all bytes before `body_bytes` outside the datasets.
[[nodiscard]] std::uint64_t hash_rest(const File& file, const std::vector<SealedDataset>& datasets,
                                      std::uint64_t body_bytes);

/// Seals a closed, unsealed file.
void append_seal(const std::filesystem::path& path, std::vector<SealedDataset> datasets);
/// Empty if there is no seal or it is itself damaged.
[[nodiscard]] std::optional<Seal> read_seal(const File& file);

}  // namespace yieldscape
