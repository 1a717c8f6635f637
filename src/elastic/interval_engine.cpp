#include "interval_engine.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace yieldscape {
namespace {

constexpr double unit_roundoff = 0x1p-53;
// A look at a cell costs as much as this many terms of its sum (measured).
constexpr double look_cost = 40;

// Cost of a flush over that of a term of a sum and a site (measured with AVX-512: N = 128 to 512 take 2 to 6
// within 4 %, 1024 and 2048 take 4 to 8 within 5 %; so a constant does, and runs do not depend on a
// measurement).
constexpr double flush_worth = 4;

BlockColumns own_columns(Lattice lattice, int rank, int size) noexcept {
  const BlockShare share = share_of(TiledAxis(lattice.ly()).blocks, rank, size);
  return {.first = share.first, .count = share.count};
}

Lattice exchanged(Lattice lattice) noexcept {
  return {lattice.ly(), lattice.lx()};
}

}  // namespace

IntervalEngine::IntervalEngine(const ElasticKernel& kernel, SimdPath set)
    : IntervalEngine(interval_kernel(kernel.zero_mean), LatticePart(kernel.zero_mean.lattice()),
                     {.first = 0, .count = TiledAxis(kernel.zero_mean.lattice().lx()).blocks}, nullptr, set) {
}

IntervalEngine::IntervalEngine(const IntervalKernel& kernel, const std::shared_ptr<Partners>& partners,
                               SimdPath set)
    : IntervalEngine(kernel, part_of(exchanged(kernel.lattice()), partners->rank(), partners->size()),
                     own_columns(kernel.lattice(), partners->rank(), partners->size()), partners, set) {}

IntervalEngine::IntervalEngine(const IntervalKernel& kernel, LatticePart part, BlockColumns own,
                               std::shared_ptr<Partners> partners, SimdPath set)
    : part_(part),
      partners_(std::move(partners)),
      layout_(kernel.lattice(), own),
      sweeps_(&interval_sweeps(set)),
      near_(layout_, kernel.near),
      bounds_(layout_, kernel.far),
      far_(kernel.far),
      largest_far_(far_.largest_magnitude()),
      far_flush_(layout_, far_, *sweeps_, partners_.get()),
      work_limit_(flush_worth * far_flush_.relative_cost() * double(layout_.lattice().sites())),
      cells_(layout_.cells(), 0.0),
      tile_keys_(layout_.tiles(), 0.0),
      tile_bounds_(layout_.tiles(), 0.0),
      block_keys_(layout_.slots(), 0.0),
      block_bounds_(layout_.slots(), 0.0),
      first_look_(layout_.tiles(), -1),
      open_slots_(layout_.slots()) {}

LatticePart IntervalEngine::part_of(Lattice lattice, int rank, int size) noexcept {
  const BlockColumns own = own_columns(exchanged(lattice), rank, size);
  const int first = std::min(own.first * TiledAxis::block, lattice.lx());
  const int end = std::min((own.first + own.count) * TiledAxis::block, lattice.lx());
  return {lattice, first, end - first};
}

void IntervalEngine::reset(std::span<const double> strength) {
  EXPECTS(strength.size() == part_.sites());
  std::ranges::fill(cells_, infinity);
  const int columns = part_.lattice().ly();
  auto value = strength.begin();
  for (int x = part_.first_row(); x < part_.first_row() + part_.rows(); ++x) {
    for (int y = 0; y < columns; ++y) cells_[layout_.cell(y, x)] = *value++;
  }
  pending_.clear();
  looks_.clear();
  std::ranges::fill(first_look_, -1);
  flushed_doubt_ = 0;
  near_ties_ = 0;
  own_ties_ = 0;
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
  total_work_ = 0;
}

void IntervalEngine::read(std::span<double> strength) {
  EXPECTS(strength.size() == part_.sites());
  flush();
  flushed_doubt_ =
      0;  // as after a reset to these strengths: a run taken up from here goes on in the same bits
  const int columns = part_.lattice().ly();
  auto value = strength.begin();
  for (int x = part_.first_row(); x < part_.first_row() + part_.rows(); ++x) {
    for (int y = 0; y < columns; ++y) *value++ = cells_[layout_.cell(y, x)];
  }
}

SitePair IntervalEngine::place(const TileLayout::Block& block, std::uint32_t cell) noexcept {
  const int tile = int(cell / TileLayout::tile_cells) - block.first_tile;
  const int within = int(cell % TileLayout::tile_cells);
  const int x = block.x + tile / TiledAxis::block_tiles * TiledAxis::tile + within / TiledAxis::tile;
  const int y = block.y + tile % TiledAxis::block_tiles * TiledAxis::tile + within % TiledAxis::tile;
  return {std::int16_t(x), std::int16_t(y)};
}

Site IntervalEngine::site(const TileLayout::Block& block, std::uint32_t cell) const noexcept {
  const SitePair at = place(block, cell);
  return Site(std::uint32_t(at.y * layout_.lattice().lx() + at.x));
}

// With n pending slips of total S, k = max |K_far|: every partial sum of W and of the far field is at most
// k S, up to n roundings each in the two parts of W, the terms, and the sum resumed look by look, of which
// sums by site have as many fewer as their amounts have more.
double IntervalEngine::margin(double compared) const noexcept {
  return unit_roundoff *
         ((4 * double(pending_.size()) + 16) * largest_far_ * pending_.total() + 16 * std::abs(compared));
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

IntervalEngine::ExactStrength IntervalEngine::exact(std::size_t slot, std::uint32_t cell) {
  const std::size_t slips = pending_.size();
  double& y = cells_[cell];
  if (slips == 0) return {.strength = y, .was_tight = true};
  const std::uint32_t tile = cell / TileLayout::tile_cells;
  std::int32_t i = find_look(cell);
  if (i < 0) {
    i = std::int32_t(looks_.size());
    looks_.push_back({.cell = cell, .next = first_look_[tile], .summed = 0, .far = 0, .raise = 0});
    first_look_[tile] = i;
  }
  Look& look = looks_[std::size_t(i)];
  const bool was_tight = look.summed == slips;
  if (!was_tight) {
    // A later sum goes on from a number of slips, part of which may be in the amount of a site.
    const bool is_first = look.summed == 0;
    const PendingView terms = is_first ? pending_.by_site() : pending_.in_order();
    look.far += sweeps_->far_sum(far_.view(), terms, look.summed, place(layout_.block(slot), cell));
    work_ += double(terms.count - look.summed) + look_cost;
    look.summed = slips;
    y -= look.raise;
    look.raise = look.far - (tile_bounds_[tile] + block_bounds_[slot]);
    y += look.raise;
  }
  return {.strength = y - look.raise + look.far, .was_tight = was_tight};
}

void IntervalEngine::apply(std::span<const Slip> slips) {
  const Lattice& lattice = part_.lattice();
  for (const Slip& slip : slips) {
    EXPECTS(!(slip.amount < 0));  // the bounds take the least kernel times the amount
    if (part_.contains(slip.site)) {
      cells_[layout_.cell(lattice.y(slip.site), lattice.x(slip.site))] += slip.threshold_jump;
    }
  }
  for (const Slip& slip : slips) {
    const int x = lattice.y(slip.site);
    const int y = lattice.x(slip.site);
    sweeps_->near(near_.spans(x, y), slip.amount, near_.rows(), cells_.data(), tile_keys_.data());
    pending_.push_back({std::int16_t(x), std::int16_t(y)}, slip.amount);
  }
  for (const Slip& slip : slips) spread(slip);
  // The second term foresees a large round: every look after it sums its slips.
  const double work = is_shared() ? total_work_ : work_;
  if (work + double(slips.size()) * double(pending_.size()) / 2 > work_limit_) flush();
}

void IntervalEngine::spread(const Slip& slip) {
  const int x = part_.lattice().y(slip.site);
  const int y = part_.lattice().x(slip.site);
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
  far_flush_(pending_.by_site(), cells_.data(), tile_keys_.data());
  pending_.clear();
  restart_bounds();
}

std::size_t IntervalEngine::bytes() const noexcept {
  const std::size_t doubles =
      cells_.size() + tile_keys_.size() + tile_bounds_.size() + block_keys_.size() + block_bounds_.size();
  return doubles * sizeof(double) + first_look_.size() * sizeof(std::int32_t) + looks_.size() * sizeof(Look) +
         pending_.bytes() + bounds_.bytes() + far_flush_.bytes();
}

IntervalEngine::LowerBounds IntervalEngine::lower_bounds() const {
  LowerBounds bounds{.cell = std::vector<double>(part_.sites()),
                     .tile = std::vector<double>(part_.sites()),
                     .block = std::vector<double>(part_.sites())};
  for (std::size_t slot = 0; slot < layout_.slots(); ++slot) {
    const TileLayout::Block& block = layout_.block(slot);
    if (block.first_tile < 0) continue;
    const auto first = std::uint32_t(block.first_tile) * TileLayout::tile_cells;
    for (std::uint32_t cell = first; cell < first + TileLayout::tile_cells * TileLayout::tiles_per_block;
         ++cell) {
      if (cells_[cell] == infinity) continue;  // past the seam
      const std::size_t t = cell / TileLayout::tile_cells;
      const std::size_t i = part_.place(site(block, cell));
      const double bound = tile_bounds_[t] + block_bounds_[slot];
      bounds.cell[i] = cells_[cell] + bound - margin(cells_[cell]);
      bounds.tile[i] = tile_keys_[t] + bound - margin(cells_[cell]);
      bounds.block[i] = block_keys_[slot] + block_bounds_[slot] - margin(cells_[cell]);
    }
  }
  return bounds;
}

}  // namespace yieldscape
