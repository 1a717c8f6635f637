#include "blocks.hpp"

#include <algorithm>

namespace yieldscape {

Share share_of(std::uint64_t total, int rank, int ranks) noexcept {
  const auto part = [&](std::uint64_t n) {
    return total / std::uint64_t(ranks) * n + total % std::uint64_t(ranks) * n / std::uint64_t(ranks);
  };
  return {part(std::uint64_t(rank)), part(std::uint64_t(rank) + 1)};
}

Blocks::Blocks(const EnsembleSpec& spec)
    : points_(spec.points.size()),
      realizations_(most_realizations(spec)),
      per_point_((realizations_ + statistics_block - 1) / statistics_block) {}

Block Blocks::operator[](std::uint64_t i) const noexcept {
  const std::uint64_t number = i % per_point_;
  const std::uint64_t first = number * statistics_block;
  return {i / per_point_, number, first, std::min<std::uint64_t>(realizations_, first + statistics_block)};
}

int Blocks::owner(std::uint64_t i, int ranks) const noexcept {
  int low = 0;
  int high = ranks - 1;
  while (low < high) {
    const int middle = low + (high - low) / 2;
    if (share_of(total(), middle, ranks).last <= i) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

std::uint64_t most_realizations(const EnsembleSpec& spec) noexcept {
  std::uint64_t most = 0;
  for (const auto& point : spec.points) most = std::max<std::uint64_t>(most, point.realizations());
  return most;
}

}  // namespace yieldscape
