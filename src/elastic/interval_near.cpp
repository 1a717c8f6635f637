#include "interval_near.hpp"

#include <algorithm>

namespace yieldscape {
namespace {

bool even_in_x(const NearWindow& window) {
  const int radius = window.radius();
  for (int dx = 1; dx <= radius; ++dx) {
    for (int dy = -radius; dy <= radius; ++dy) {
      if (window.at(dx, dy) != window.at(-dx, dy)) return false;
    }
  }
  return true;
}

// The tiles of one axis that touch [site − radius, site + radius] and are kept here; `part` gives a tile's
// part of its number. The window may cross the seam of the period, where the last tile may be ragged.
template <class Kept, class Part>
int spans_of_axis(const TiledAxis& axis, int site, int radius, const Kept& kept, const Part& part,
                  NearSpan* spans) {
  const int first = site - radius;
  int image = first < 0 ? -axis.length : 0;
  int number = (first - image) / TiledAxis::tile;
  int count = 0;
  for (;;) {
    const int offset = image + number * TiledAxis::tile - site;
    if (offset > radius) return count;
    if (kept(number)) spans[count++] = {.tile = part(number), .offset = offset};
    if (++number == axis.tiles) {
      number = 0;
      image += axis.length;
    }
  }
}

}  // namespace

NearField::NearField(const TileLayout& layout, const NearWindow& change)
    : layout_(&layout), radius_(change.radius()) {
  EXPECTS(2 * radius_ + 1 <= std::min(layout.lattice().lx(), layout.lattice().ly()));
  const bool folded = even_in_x(change);  // half the rows: more of them stay in the first-level cache
  const int lowest = folded ? 0 : -radius_;
  const int width = 2 * (radius_ + margin) + 1;
  const int zero_row = radius_ - lowest + 1;
  table_.assign(std::size_t(zero_row + 1) * std::size_t(width), 0.0);
  for (int dx = lowest; dx <= radius_; ++dx) {
    for (int dy = -radius_; dy <= radius_; ++dy) {
      table_[std::size_t(dx - lowest) * std::size_t(width) + std::size_t(dy + radius_ + margin)] =
          change.at(dx, dy);
    }
  }
  for (int dx = -radius_ - margin; dx <= radius_ + margin; ++dx) {
    const int row = std::abs(dx) > radius_ ? zero_row : (folded ? std::abs(dx) : dx) - lowest;
    row_.push_back(table_.data() + std::size_t(row) * std::size_t(width) + std::size_t(radius_ + margin));
  }
}

bool NearField::crosses_seam(int x, int y) const noexcept {
  const auto crosses = [&](const TiledAxis& axis, int site) {
    return site < radius_ || site + radius_ >= axis.length;
  };
  return crosses(layout_->rows(), x) || crosses(layout_->columns(), y);
}

NearSpans NearField::spans(int x, int y) const noexcept {
  NearSpans spans;
  spans.row_count = spans_of_axis(
      layout_->rows(), x, radius_, [](int) { return true; },
      [&](int tile) { return layout_->row_part(tile); }, spans.rows);
  spans.column_count = spans_of_axis(
      layout_->columns(), y, radius_,
      [&](int tile) { return layout_->owns_block_column(tile / TiledAxis::block_tiles); },
      [&](int tile) { return layout_->column_part(tile); }, spans.columns);
  return spans;
}

}  // namespace yieldscape
