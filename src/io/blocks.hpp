#pragma once

// How the rows of an ensemble are dealt to ranks for rendering: in blocks of the statistics, each rank a
// consecutive run of them.

#include <cstdint>

#include "yieldscape/ensemble/ensemble_spec.hpp"
#include "yieldscape/ensemble/statistics.hpp"

namespace yieldscape {

/// Items first … last − 1 of a total, dealt to ranks in order.
struct Share {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  [[nodiscard]] std::uint64_t size() const noexcept { return last - first; }
};
[[nodiscard]] Share share_of(std::uint64_t total, int rank, int ranks) noexcept;

/// Realizations first … last − 1 of one point, at most statistics_block of them: the unit of the statistics.
struct Block {
  std::uint64_t point;
  std::uint64_t number;  ///< within the point
  std::uint64_t first;
  std::uint64_t last;
};

/// All blocks of all points: every point has as many, those of the largest.
class Blocks {
 public:
  explicit Blocks(const EnsembleSpec& spec);
  [[nodiscard]] std::uint64_t total() const noexcept { return points_ * per_point_; }
  [[nodiscard]] std::uint64_t per_point() const noexcept { return per_point_; }
  [[nodiscard]] Block operator[](std::uint64_t i) const noexcept;
  /// Number of the block that holds a realization.
  [[nodiscard]] std::uint64_t holding(std::uint64_t point, std::uint64_t realization) const noexcept {
    return point * per_point_ + realization / statistics_block;
  }
  /// The rank whose share holds block i.
  [[nodiscard]] int owner(std::uint64_t i, int ranks) const noexcept;

 private:
  std::uint64_t points_;
  std::uint64_t realizations_;
  std::uint64_t per_point_;
};

/// R: the most realizations of any point.
[[nodiscard]] std::uint64_t most_realizations(const EnsembleSpec& spec) noexcept;

}  // namespace yieldscape
