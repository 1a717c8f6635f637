#include "interval_bounds.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace yieldscape {
namespace {

constexpr int tile = TiledAxis::tile;
constexpr int block = TiledAxis::block;
constexpr int block_tiles = TiledAxis::block_tiles;

int positive_modulo(int i, int n) {
  return ((i % n) + n) % n;
}

float rounded_down(double value) {
  const float near = float(value);
  return double(near) <= value ? near : std::nextafter(near, -std::numeric_limits<float>::infinity());
}

// The least of at(first), …, at(first + window − 1).
template <class At>
double least_of_window(int first, int window, const At& at) {
  double least = at(first);
  for (int d = 1; d < window; ++d) least = std::min(least, at(first + d));
  return least;
}

// Where the blocks around a site lie: the k-th from it, −reach <= k <= reach, with its place in the table.
struct BlockNear {
  int number;
  int phase;   ///< 8 tile_offset − phase = distance of its first cell from the site
  int offset;  ///< in tiles
};
BlockNear block_near(const TiledAxis& axis, int site, int k) {
  int number = site / block + k;
  int image = 0;
  if (number < 0) {
    number += axis.blocks;
    image = -axis.length;
  } else if (number >= axis.blocks) {
    number -= axis.blocks;
    image = axis.length;
  }
  const int distance = image + number * block - site;
  const int offset = (distance + tile - 1) >> 3;
  return {.number = number, .phase = offset * tile - distance, .offset = offset};
}

// Block offset q and phase of 4 q + phase = 4 · block − tile of the slip.
int far_phase(int slip_tile) {
  return -slip_tile & (block_tiles - 1);
}
int far_shift(int slip_tile) {
  return (slip_tile + block_tiles - 1) / block_tiles;
}
// Blocks between the slip's and the one at offset q.
int blocks_between(int q, int phase) {
  return q + (phase > 0 ? 1 : 0);
}
bool within(int blocks_apart, int blocks, int reach) {
  const int apart = positive_modulo(blocks_apart, blocks);
  return std::min(apart, blocks - apart) <= reach;
}

// Offsets along an axis whose length is a whole number of blocks repeat with it, others do not.
std::int32_t offset_period(const TiledAxis& axis) {
  return axis.length % block == 0 ? axis.blocks : 2 * axis.blocks;
}

}  // namespace

int FarBounds::mid_reach(Lattice lattice) noexcept {
  const int blocks = std::min(TiledAxis(lattice.lx()).blocks, TiledAxis(lattice.ly()).blocks);
  return blocks >= 5 ? 2 : blocks >= 3 ? 1 : 0;
}

FarBounds::FarBounds(const TileLayout& layout, const OffsetTable& far_field)
    : layout_(&layout),
      mid_reach_(mid_reach(layout.lattice())),
      mid_half_(block_tiles * mid_reach_ + block_tiles - 1),
      mid_width_(2 * mid_half_ + 2),
      mid_(std::size_t(tile) * tile * std::size_t(2 * mid_half_ + 1) * std::size_t(mid_width_) + block_tiles,
           0.0F),
      far_row_period_(offset_period(layout.rows())),
      far_width_(2 * layout.columns().blocks + 8),
      far_(std::size_t(block_tiles) * block_tiles * std::size_t(far_row_period_) * std::size_t(far_width_),
           0.0F) {
  EXPECTS(mid_reach_ > 0);
  make_mid_table(far_field);
  make_far_table(far_field);
}

void FarBounds::make_mid_table(const OffsetTable& far_field) {
  // Least of the eight values from each offset on; no tile begins or ends further away than this.
  const int reach = (mid_half_ + 1) * tile;
  const int width = 2 * reach + 1;
  std::vector<double> along_y(std::size_t(width) * std::size_t(width));
  const auto place_of = [&](int dx, int dy) {
    return std::size_t(dx + reach) * std::size_t(width) + std::size_t(dy + reach);
  };
  for (int dx = -reach; dx <= reach; ++dx) {
    for (int dy = -reach; dy <= reach; ++dy) {
      along_y[place_of(dx, dy)] = least_of_window(dy, tile, [&](int y) { return far_field.at(dx, y); });
    }
  }
  float* place = mid_.data();
  for (int phase_x = 0; phase_x < tile; ++phase_x) {
    for (int phase_y = 0; phase_y < tile; ++phase_y) {
      for (int i = -mid_half_; i <= mid_half_; ++i, place += mid_width_) {
        for (int j = -mid_half_; j <= mid_half_; ++j) {
          place[j + mid_half_] = rounded_down(least_of_window(
              i * tile - phase_x, tile, [&](int dx) { return along_y[place_of(dx, j * tile - phase_y)]; }));
        }
      }
    }
  }
}

MidSpans FarBounds::mid_spans(int x, int y) const noexcept {
  MidSpans spans;
  spans.row_count = 0;
  spans.column_count = 0;
  const std::int32_t plane = (2 * mid_half_ + 1) * mid_width_;
  for (int k = -mid_reach_; k <= mid_reach_; ++k) {
    const BlockNear row = block_near(layout_->rows(), x, k);
    spans.rows[spans.row_count++] = {
        .tile = layout_->row_part(row.number * block_tiles),
        .slot = row.number * layout_->slot_stride(),
        .place = row.phase * tile * plane + (row.offset + mid_half_) * mid_width_};
    const BlockNear column = block_near(layout_->columns(), y, k);
    if (!layout_->owns_block_column(column.number)) continue;
    spans.columns[spans.column_count++] = {.tile = layout_->column_part(column.number * block_tiles),
                                           .slot = column.number - layout_->own().first,
                                           .place = column.phase * plane + column.offset + mid_half_};
  }
  return spans;
}

void FarBounds::make_far_table(const OffsetTable& far_field) {
  const Lattice lattice = layout_->lattice();
  const int row_blocks = layout_->rows().blocks;
  const int column_blocks = layout_->columns().blocks;
  // Cells of a block as seen from any site of a tile: a window of 32 + 7 offsets, taken axis by axis.
  constexpr int window = block + tile - 1;
  const auto first = [](int q, int phase) { return (block_tiles * q + phase) * tile - (tile - 1); };

  const std::size_t offsets = std::size_t(block_tiles) * std::size_t(2 * column_blocks);
  std::vector<double> along_y(std::size_t(lattice.lx()) * offsets);
  for (int x = 0; x < lattice.lx(); ++x) {
    for (int phase = 0; phase < block_tiles; ++phase) {
      for (int q = -column_blocks; q < column_blocks; ++q) {
        along_y[std::size_t(x) * offsets + std::size_t(phase * 2 * column_blocks + q + column_blocks)] =
            least_of_window(first(q, phase), window, [&](int y) { return far_field.at(x, y); });
      }
    }
  }
  for (int phase_x = 0; phase_x < block_tiles; ++phase_x) {
    for (int p = -row_blocks; p < row_blocks; ++p) {
      const std::int32_t row = positive_modulo(p, far_row_period_);
      for (int phase_y = 0; phase_y < block_tiles; ++phase_y) {
        float* place = far_.data() +
                       (std::size_t(phase_x * far_row_period_ + row) * block_tiles + std::size_t(phase_y)) *
                           std::size_t(far_width_);
        for (int q = -column_blocks; q < column_blocks; ++q) {
          if (within(blocks_between(p, phase_x), row_blocks, mid_reach_) &&
              within(blocks_between(q, phase_y), column_blocks, mid_reach_)) {
            continue;  // bounded tile by tile
          }
          const auto column = std::size_t(phase_y * 2 * column_blocks + q + column_blocks);
          place[q + column_blocks] = rounded_down(least_of_window(first(p, phase_x), window, [&](int x) {
            return along_y[std::size_t(positive_modulo(x, lattice.lx())) * offsets + column];
          }));
        }
      }
    }
  }
}

FarSpan FarBounds::far_span(int x, int y) const noexcept {
  const int row = x / tile;
  const int column = y / tile;
  const std::int64_t row_stride = std::int64_t(block_tiles) * far_width_;
  return {.first = far_.data() + far_phase(row) * far_row_period_ * row_stride +
                   far_phase(column) * far_width_ + layout_->columns().blocks - far_shift(column) +
                   layout_->own().first,
          .shift = far_shift(row),
          .period = far_row_period_,
          .row_stride = row_stride};
}

}  // namespace yieldscape
