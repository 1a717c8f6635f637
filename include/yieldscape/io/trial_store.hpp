#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "yieldscape/core/hash.hpp"
#include "yieldscape/io/file.hpp"

namespace yieldscape {

/// The batches of a calibration that are computed, on disk: one file, one checksummed record per batch, only
/// ever appended to. One process writes. What a killed writer left half done is cut off at the next opening,
/// and computed again; records before it count.
class TrialStore {
 public:
  struct Key {
    Hash128 trial;  ///< of all that decides the trial's curves
    std::uint32_t batch = 0;
    friend constexpr auto operator<=>(const Key&, const Key&) = default;
  };

  /// Opens or creates the file. Throws IoError.
  explicit TrialStore(const std::filesystem::path& path);

  /// The mean stress curve of a batch; empty if it is not there.
  [[nodiscard]] std::span<const double> find(const Key& key) const;
  /// Keeps a curve, on stable storage after sync(). Throws IoError.
  void add(const Key& key, std::span<const double> curve);
  void sync() { file_.sync(); }

  [[nodiscard]] std::size_t size() const noexcept { return curves_.size(); }

 private:
  std::uint64_t read_all(const std::filesystem::path& path);

  std::map<Key, std::vector<double>> curves_;
  File file_;
};

}  // namespace yieldscape
