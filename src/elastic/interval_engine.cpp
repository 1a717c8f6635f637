#include "interval_engine.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace yieldscape {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double unit_roundoff = 0x1p-53;
// A look at a cell costs as much as this many terms of its sum (measured).
constexpr double look_cost = 40;

// Cost of a flush over that of a term of a sum and a site, by the side of the lattice (measured; from 1
// to 2.5 times as much costs under 10 %, so a table does, and runs do not depend on a measurement).
double flush_worth(Lattice lattice) noexcept {
  const double side = lattice.side();
  return side < 181 ? 6 : side < 724 ? 8 : side < 1448 ? 11 : 8;
}

Field minus(const Field& field) {
  Field result = field;
  for (double& value : result.span()) value = -value;
  return result;
}

Field without_near_window(const Field& change, const NearField& near) {
  Field far = change;
  const int radius = NearField::radius(change.lattice());
  for (int dx = -radius; dx <= radius; ++dx) {
    for (int dy = -radius; dy <= radius; ++dy) {
      if (near.contains(dx, dy)) far.at(dx, dy) = 0;
    }
  }
  return far;
}

}  // namespace

IntervalEngine::IntervalEngine(const ElasticKernel& kernel, SimdPath set)
    : layout_(kernel.zero_mean.lattice()),
      sweeps_(&interval_sweeps(set)),
      change_(minus(kernel.zero_mean)),
      near_(layout_, change_),
      bounds_(layout_, change_ = without_near_window(change_, near_)),
      lookup_(change_),
      far_flush_(layout_, change_, *sweeps_),
      work_limit_(flush_worth(layout_.lattice()) * far_flush_.relative_cost() *
                  double(layout_.lattice().sites())),
      cells_(layout_.cells(), 0.0),
      tile_keys_(layout_.tiles(), 0.0),
      tile_bounds_(layout_.tiles(), 0.0),
      block_keys_(layout_.slots(), 0.0),
      block_bounds_(layout_.slots(), 0.0),
      first_look_(layout_.tiles(), -1),
      open_slots_(layout_.slots()) {}

void IntervalEngine::reset(std::span<const double> strength) {
  const Lattice lattice = layout_.lattice();
  EXPECTS(strength.size() == lattice.sites());
  std::ranges::fill(cells_, infinity);
  for (int x = 0; x < lattice.lx(); ++x) {
    for (int y = 0; y < lattice.ly(); ++y) cells_[layout_.cell(x, y)] = strength[index(lattice.at(x, y))];
  }
  pending_.clear();
  looks_.clear();
  std::ranges::fill(first_look_, -1);
  flushed_doubt_ = 0;
  near_ties_ = 0;
  for (std::size_t t = 0; t < layout_.tiles(); ++t) {
    tile_keys_[t] = sweeps_->tile_minimum(&cells_[t * TileLayout::tile_cells]);
  }
  restart_bounds();
}

void IntervalEngine::restart_bounds() {
  std::ranges::fill(tile_bounds_, 0.0);
  std::ranges::fill(block_bounds_, 0.0);
  std::ranges::fill(block_keys_, infinity);
  for (std::size_t slot = 0; slot < layout_.slots(); ++slot) {
    const std::int32_t t = layout_.block(slot).first_tile;
    if (t >= 0) block_keys_[slot] = sweeps_->block_minimum(&tile_keys_[t], &tile_bounds_[t]);
  }
  work_ = 0;
}

void IntervalEngine::read(std::span<double> strength) {
  const Lattice lattice = layout_.lattice();
  EXPECTS(strength.size() == lattice.sites());
  flush();
  flushed_doubt_ =
      0;  // as after a reset to these strengths: a run taken up from here goes on in the same bits
  for (int x = 0; x < lattice.lx(); ++x) {
    for (int y = 0; y < lattice.ly(); ++y) strength[index(lattice.at(x, y))] = cells_[layout_.cell(x, y)];
  }
}

Site IntervalEngine::site(const TileLayout::Block& block, std::uint32_t cell) const noexcept {
  const int tile = int(cell / TileLayout::tile_cells) - block.first_tile;
  const int within = int(cell % TileLayout::tile_cells);
  const int x = block.x + tile / TiledAxis::block_tiles * TiledAxis::tile + within / TiledAxis::tile;
  const int y = block.y + tile % TiledAxis::block_tiles * TiledAxis::tile + within % TiledAxis::tile;
  return Site(std::uint32_t(x * layout_.lattice().ly() + y));
}

// With n pending slips of total S, k = max |K_far|: every partial sum of W and of the far field is at most
// k S, up to n roundings each in the two parts of W, the terms, and the sum resumed look by look.
double IntervalEngine::margin(double compared) const noexcept {
  return unit_roundoff *
         ((4 * double(pending_.size()) + 16) * lookup_.largest_magnitude() * pending_.total() +
          16 * std::abs(compared));
}

double IntervalEngine::doubt(double compared) const noexcept {
  const double now = margin(compared);
  return std::sqrt(now * now + flushed_doubt_);
}

double IntervalEngine::open_limit(double compared) const noexcept {
  return std::min(compared + margin(compared) + doubt(compared), std::numeric_limits<double>::max());
}

std::int32_t IntervalEngine::find_look(std::uint32_t cell) const noexcept {
  std::int32_t i = first_look_[cell / TileLayout::tile_cells];
  while (i >= 0 && looks_[std::size_t(i)].cell != cell) i = looks_[std::size_t(i)].next;
  return i;
}

bool IntervalEngine::is_exact(std::uint32_t cell) const noexcept {
  if (pending_.size() == 0) return true;
  const std::int32_t i = find_look(cell);
  return i >= 0 && looks_[std::size_t(i)].summed == pending_.size();
}

double IntervalEngine::exact(std::size_t slot, std::uint32_t cell) {
  const std::size_t slips = pending_.size();
  double& y = cells_[cell];
  if (slips == 0) return y;
  const std::uint32_t tile = cell / TileLayout::tile_cells;
  std::int32_t i = find_look(cell);
  if (i < 0) {
    i = std::int32_t(looks_.size());
    looks_.push_back({.cell = cell, .next = first_look_[tile], .summed = 0, .far = 0, .raise = 0});
    first_look_[tile] = i;
  }
  Look& look = looks_[std::size_t(i)];
  if (look.summed < slips) {
    const Site here = site(layout_.block(slot), cell);
    const Lattice& lattice = layout_.lattice();
    look.far +=
        sweeps_->far_sum(lookup_.table(), pending_.view(), look.summed, lattice.x(here), lattice.y(here));
    work_ += double(slips - look.summed) + look_cost;
    look.summed = slips;
    y -= look.raise;
    look.raise = look.far - (tile_bounds_[tile] + block_bounds_[slot]);
    y += look.raise;
  }
  return y - look.raise + look.far;
}

void IntervalEngine::apply(std::span<const Slip> slips) {
  const Lattice& lattice = layout_.lattice();
  for (const Slip& slip : slips) {
    EXPECTS(!(slip.amount < 0));  // the bounds take the least kernel times the amount
    cells_[layout_.cell(lattice.x(slip.site), lattice.y(slip.site))] += slip.threshold_jump;
  }
  for (const Slip& slip : slips) {
    const int x = lattice.x(slip.site);
    const int y = lattice.y(slip.site);
    sweeps_->near(near_.spans(x, y), slip.amount, near_.rows(), cells_.data(), tile_keys_.data());
    pending_.push_back(x, y, slip.amount);
  }
  for (const Slip& slip : slips) spread(slip);
  // The second term foresees a large round: every look after it sums its slips.
  if (work_ + double(slips.size()) * double(pending_.size()) / 2 > work_limit_) flush();
}

void IntervalEngine::spread(const Slip& slip) {
  const Lattice& lattice = layout_.lattice();
  const int x = lattice.x(slip.site);
  const int y = lattice.y(slip.site);
  const MidSpans spans = bounds_.mid_spans(x, y);
  sweeps_->mid(spans, slip.amount, bounds_.mid_table(), bounds_.mid_stride(), tile_bounds_.data(),
               tile_keys_.data(), block_keys_.data());
  sweeps_->far(bounds_.far_span(x, y), slip.amount, layout_.rows().blocks, layout_.slot_stride(),
               block_bounds_.data());
  // Past a seam the window may reach over a narrow last block into one that the tile bounds do not cover.
  if (near_.crosses_seam(x, y)) rekey_near_blocks(x, y);
}

void IntervalEngine::rekey_near_blocks(int x, int y) {
  const NearSpans spans = near_.spans(x, y);
  for (int i = 0; i < spans.row_count; ++i) {
    for (int j = 0; j < spans.column_count; ++j) {
      const std::size_t slot = layout_.slot_of_tile(spans.rows[i].tile + spans.columns[j].tile);
      const std::int32_t first = layout_.block(slot).first_tile;
      block_keys_[slot] = sweeps_->block_minimum(&tile_keys_[first], &tile_bounds_[first]);
    }
  }
}

void IntervalEngine::flush() {
  if (pending_.size() == 0) return;
  const double rounding = margin(0);
  flushed_doubt_ += rounding * rounding;
  for (const Look& look : looks_) {
    cells_[look.cell] -= look.raise;
    first_look_[look.cell / TileLayout::tile_cells] = -1;
  }
  looks_.clear();
  far_flush_(pending_.view(), cells_.data(), tile_keys_.data());
  pending_.clear();
  restart_bounds();
}

IntervalEngine::LowerBounds IntervalEngine::lower_bounds() const {
  const Lattice lattice = layout_.lattice();
  LowerBounds bounds{.cell = std::vector<double>(lattice.sites()),
                     .tile = std::vector<double>(lattice.sites()),
                     .block = std::vector<double>(lattice.sites())};
  for (std::size_t slot = 0; slot < layout_.slots(); ++slot) {
    const TileLayout::Block& block = layout_.block(slot);
    if (block.first_tile < 0) continue;
    const auto first = std::uint32_t(block.first_tile) * TileLayout::tile_cells;
    for (std::uint32_t cell = first; cell < first + TileLayout::tile_cells * TileLayout::tiles_per_block;
         ++cell) {
      if (cells_[cell] == infinity) continue;  // past the seam
      const std::size_t t = cell / TileLayout::tile_cells;
      const std::size_t i = index(site(block, cell));
      const double bound = tile_bounds_[t] + block_bounds_[slot];
      bounds.cell[i] = cells_[cell] + bound - margin(cells_[cell]);
      bounds.tile[i] = tile_keys_[t] + bound - margin(cells_[cell]);
      bounds.block[i] = block_keys_[slot] + block_bounds_[slot] - margin(cells_[cell]);
    }
  }
  return bounds;
}

}  // namespace yieldscape
