#include <algorithm>

#include "rendering.hpp"
#include "yieldscape/parallel/collectives.hpp"

namespace yieldscape {

std::vector<PointProgress> progress_of(const Communicator& communicator, const EnsembleSpec& spec,
                                       const ResultPlaces& places) {
  const std::size_t points = spec.points.size();
  std::vector<std::uint64_t> done(points);
  std::vector<std::uint64_t> failed(points);
  std::vector<std::uint64_t> after_gap(points);  // realizations from the first gap on; 0: no gap
  const auto visit = [&](const auto& one) {
    for (std::uint64_t b = places.share().first; b < places.share().last; ++b) {
      const Block block = places.blocks()[b];
      const std::uint64_t end = std::min<std::uint64_t>(block.last, spec.points[block.point].realizations());
      for (std::uint64_t r = block.first; r < end; ++r) one(block.point, r);
    }
  };
  visit([&](std::uint64_t p, std::uint64_t r) {
    if (places.find(p, r)) {
      ++done[p];
    } else if (places.failed(p, r)) {
      ++failed[p];
    } else {
      after_gap[p] = std::max(after_gap[p], spec.points[p].realizations() - r);
    }
  });
  done = all_reduce_sum(communicator, std::move(done));
  failed = all_reduce_sum(communicator, std::move(failed));
  after_gap = all_reduce_max(communicator, std::move(after_gap));

  std::vector<std::uint64_t> averaged(points);
  visit([&](std::uint64_t p, std::uint64_t r) {
    if (r + after_gap[p] < spec.points[p].realizations() && places.find(p, r)) ++averaged[p];
  });
  averaged = all_reduce_sum(communicator, std::move(averaged));

  std::vector<PointProgress> all;
  for (std::size_t p = 0; p < points; ++p) {
    const std::uint32_t requested = spec.points[p].realizations();
    all.push_back({.requested = requested,
                   .done = std::uint32_t(done[p]),
                   .failed = std::uint32_t(failed[p]),
                   .prefix = requested - std::uint32_t(after_gap[p]),
                   .averaged = std::uint32_t(averaged[p])});
  }
  return all;
}

}  // namespace yieldscape
