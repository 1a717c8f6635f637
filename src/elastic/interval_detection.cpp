#include <algorithm>
#include <cmath>
#include <tuple>

#include "interval_engine.hpp"
#include "yieldscape/core/error.hpp"

// Who is unstable, who is weakest: from blocks to tiles to cells, each passed over when its bound is above
// the limit, each cell that is left decided by its exact strength.
namespace yieldscape {
void IntervalEngine::unstable(double load, std::vector<Site>& sites) {
  sites.clear();
  std::uint64_t& ties = is_shared() ? own_ties_ : near_ties_;
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
        const double x = exact(slot, cell).strength;
        if (x <= load) sites.push_back(site(block, cell));
        if (std::abs(x - load) <= doubtful) ++ties;
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

bool IntervalEngine::consider(Search& search, std::size_t slot, std::uint32_t cell) {
  const auto [x, was_tight] = exact(slot, cell);
  const Site here = site(layout_.block(slot), cell);
  WeakestSite& weakest = search.weakest;
  if (x < weakest.strength || (x == weakest.strength && here < weakest.site)) {
    search.runner_up = weakest.strength;
    weakest = {.site = here, .strength = x};
  } else if (here != weakest.site) {
    search.runner_up = std::min(search.runner_up, x);
  }
  return was_tight;
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
    const bool was_tight = consider(search, slot, cell);
    key = sweeps_->tile_minimum(&cells_[first]);
    if (was_tight) break;
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

IntervalEngine::Search IntervalEngine::merged(const Search& a, const Search& b) noexcept {
  const double runner_up = std::min(a.runner_up, b.runner_up);
  if (a.weakest.site == b.weakest.site) return {.weakest = a.weakest, .runner_up = runner_up};
  const bool a_first = a.weakest.strength < b.weakest.strength ||
                       (a.weakest.strength == b.weakest.strength && a.weakest.site < b.weakest.site);
  const auto& [first, second] = a_first ? std::tie(a, b) : std::tie(b, a);
  return {.weakest = first.weakest, .runner_up = std::min(runner_up, second.weakest.strength)};
}

IntervalEngine::LowestBlock IntervalEngine::lowest_block() {
  constexpr LowestBlock none{.bound = infinity, .number = 0, .slot = -1};
  const std::size_t slots = block_keys_.size();
  const double lowest = sweeps_->slots_minimum(block_keys_.data(), block_bounds_.data(), slots);
  if (lowest == infinity) return none;
  if (sweeps_->slots_below(block_keys_.data(), block_bounds_.data(), slots, lowest, open_slots_.data()) ==
      0) {
    return none;
  }
  const std::size_t slot = open_slots_[0];
  return {.bound = lowest, .number = layout_.block(slot).number, .slot = std::int64_t(slot)};
}

// The most promising block gives a limit, and all blocks are searched with that limit, each by itself: which
// cells are summed, and with it the bits, does not depend on who keeps a block.
WeakestSite IntervalEngine::weakest() {
  Search first{.weakest = {.site = Site(std::uint32_t(-1)), .strength = infinity}, .runner_up = infinity};
  LowestBlock lowest = lowest_block();
  if (is_shared()) lowest = lowest_of_all(lowest);
  if (lowest.bound == infinity) throw RealizationError("a plastic strength is not a number");
  if (lowest.slot >= 0) search_block(first, std::size_t(lowest.slot));
  if (is_shared()) first = merged_of_all(first);

  Search all = first;
  const std::size_t count = sweeps_->slots_below(block_keys_.data(), block_bounds_.data(), block_keys_.size(),
                                                 open_limit(first.weakest.strength), open_slots_.data());
  for (std::size_t k = 0; k < count; ++k) {
    Search here = first;
    search_block(here, open_slots_[k]);
    all = merged(all, here);
  }
  if (is_shared()) all = merged_of_all(all);
  const double best = all.weakest.strength;
  if (all.runner_up - best <= doubt(best)) ++near_ties_;
  return all.weakest;
}

}  // namespace yieldscape
