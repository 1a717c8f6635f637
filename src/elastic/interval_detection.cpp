#include <algorithm>
#include <cmath>
#include <limits>

#include "interval_engine.hpp"
#include "yieldscape/core/error.hpp"

// Who is unstable, who is weakest: from blocks to tiles to cells, each passed over when its bound is above
// the limit, each cell that is left decided by its exact strength.
namespace yieldscape {

void IntervalEngine::unstable(double load, std::vector<Site>& sites) {
  sites.clear();
  const double doubtful = doubt(load);
  const double limit = open_limit(load);
  const std::size_t open = sweeps_->slots_below(block_keys_.data(), block_bounds_.data(), block_keys_.size(),
                                                limit, open_slots_.data());
  for (std::size_t k = 0; k < open; ++k) {
    const std::size_t slot = open_slots_[k];
    const TileLayout::Block& block = layout_.block(slot);
    bool looked_in_block = false;
    for (std::int32_t t = block.first_tile; t < block.first_tile + TileLayout::tiles_per_block; ++t) {
      const double bound = tile_bounds_[t] + block_bounds_[slot];
      if (!(tile_keys_[t] + bound <= limit)) continue;
      const std::uint32_t first = std::uint32_t(t) * TileLayout::tile_cells;
      std::uint64_t below = sweeps_->cells_below(&cells_[first], limit - bound);
      if (below == 0) continue;
      for (; below != 0; below &= below - 1) {
        const std::uint32_t cell = first + std::uint32_t(__builtin_ctzll(below));
        const double x = exact(slot, cell);
        if (x <= load) sites.push_back(site(block, cell));
        if (std::abs(x - load) <= doubtful) ++near_ties_;
      }
      tile_keys_[t] = sweeps_->tile_minimum(&cells_[first]);
      looked_in_block = true;
    }
    if (looked_in_block) {
      block_keys_[slot] =
          sweeps_->block_minimum(&tile_keys_[block.first_tile], &tile_bounds_[block.first_tile]);
    }
  }
  std::ranges::sort(sites);
}

void IntervalEngine::consider(Search& search, std::size_t slot, std::uint32_t cell) {
  const double x = exact(slot, cell);
  const Site here = site(layout_.block(slot), cell);
  WeakestSite& weakest = search.weakest;
  if (x < weakest.strength || (x == weakest.strength && here < weakest.site)) {
    search.runner_up = weakest.strength;
    weakest = {.site = here, .strength = x};
  } else if (here != weakest.site) {
    search.runner_up = std::min(search.runner_up, x);
  }
}

void IntervalEngine::search_tile(Search& search, std::size_t slot, std::int32_t tile) {
  const double bound = tile_bounds_[tile] + block_bounds_[slot];
  const std::uint32_t first = std::uint32_t(tile) * TileLayout::tile_cells;
  const auto limit = [&] { return open_limit(search.weakest.strength); };
  // The lowest bound first, until the lowest is exact: a good candidate spares the others their sums.
  double& key = tile_keys_[tile];
  for (;;) {
    if (!(key + bound <= limit())) return;
    const std::uint64_t lowest = sweeps_->cells_below(&cells_[first], key);
    const std::uint32_t cell = first + std::uint32_t(__builtin_ctzll(lowest));
    const bool was_exact = is_exact(cell);
    consider(search, slot, cell);
    key = sweeps_->tile_minimum(&cells_[first]);
    if (was_exact) break;
  }
  // Others whose bound is as low within rounding.
  std::uint64_t below = sweeps_->cells_below(&cells_[first], limit() - bound);
  for (; below != 0; below &= below - 1)
    consider(search, slot, first + std::uint32_t(__builtin_ctzll(below)));
  key = sweeps_->tile_minimum(&cells_[first]);
}

void IntervalEngine::search_block(Search& search, std::size_t slot) {
  const std::int32_t first = layout_.block(slot).first_tile;
  std::int32_t best = first;
  for (std::int32_t t = first; t < first + TileLayout::tiles_per_block; ++t) {
    if (tile_keys_[t] + tile_bounds_[t] < tile_keys_[best] + tile_bounds_[best]) best = t;
  }
  search_tile(search, slot, best);
  for (std::int32_t t = first; t < first + TileLayout::tiles_per_block; ++t) {
    if (t != best) search_tile(search, slot, t);
  }
  block_keys_[slot] = sweeps_->block_minimum(&tile_keys_[first], &tile_bounds_[first]);
}

WeakestSite IntervalEngine::weakest() {
  const std::size_t slots = block_keys_.size();
  const auto open = [&](double limit) {
    return sweeps_->slots_below(block_keys_.data(), block_bounds_.data(), slots, limit, open_slots_.data());
  };
  constexpr double infinity = std::numeric_limits<double>::infinity();
  Search search{.weakest = {.site = Site(std::uint32_t(-1)), .strength = infinity}, .runner_up = infinity};
  const double lowest = sweeps_->slots_minimum(block_keys_.data(), block_bounds_.data(), slots);
  if (open(lowest) == 0 || lowest == infinity) throw RealizationError("a plastic strength is not a number");
  search_block(search, open_slots_[0]);

  const auto limit = [&] { return open_limit(search.weakest.strength); };
  const std::size_t count = open(limit());
  for (std::size_t k = 0; k < count; ++k) {
    const std::uint32_t slot = open_slots_[k];
    if (block_keys_[slot] + block_bounds_[slot] <= limit()) search_block(search, slot);
  }
  const double best = search.weakest.strength;
  if (search.runner_up - best <= doubt(best)) ++near_ties_;
  return search.weakest;
}

}  // namespace yieldscape
