#pragma once

#include <cstddef>
#include <cstdint>

#include "site_pair.hpp"
#include "transform_view.hpp"
#include "yieldscape/core/simd.hpp"

namespace yieldscape {

// The inner loops of the interval engine, on plain arrays. One source is compiled for each instruction set;
// eight lanes and a fixed order of additions make all of them give the same bits.

/// A tile row (column) within reach of a slip: `tile` is its part of the tile's number, `offset` that of its
/// first cell from the slip.
struct NearSpan {
  std::int32_t tile;
  std::int32_t offset;
};
/// Tile rows and columns within reach of one slip.
struct NearSpans {
  static constexpr int most = 10;
  NearSpan rows[most];
  NearSpan columns[most];
  std::int32_t row_count;
  std::int32_t column_count;
};

/// A block row (column) around a slip: parts of the number of its first tile, of its slot, and of the place
/// of its first tile's bound in the table.
struct MidSpan {
  std::int32_t tile;
  std::int32_t slot;
  std::int32_t place;
};
struct MidSpans {
  static constexpr int most = 5;
  MidSpan rows[most];
  MidSpan columns[most];
  std::int32_t row_count;
  std::int32_t column_count;
};

/// Bounds of the blocks for one slip: those of block row I start at first + row·row_stride, row = I − shift,
/// plus `period` if negative.
struct FarSpan {
  const float* first;
  std::int32_t shift;
  std::int32_t period;
  std::int64_t row_stride;
};

/// How K_far(cell − slip) is looked up, a = offset along x, b along y.
enum class FarFolding : std::int32_t {
  octant,    ///< even in a and b, symmetric: [max(|a|, |b|)][min(|a|, |b|)]
  quadrant,  ///< even in a and b: [|a|][|b|]
  full,      ///< [a mod Lx][b mod Ly]
};
struct FarTable {
  const double* value;
  FarFolding folding;
  std::int16_t lx;
  std::int16_t ly;
  std::int16_t stride;
};

/// Slips since the last flush, one by one or by site; at least eight of amount 0 follow the last one.
struct PendingView {
  const SitePair* site;
  const double* amount;
  std::size_t count;
};

/// Twice the modes of K_far over (4 Lx Ly), shape [mode blocks along x][modes along y, by place][8];
/// imaginary part null if even.
struct KernelModes {
  const double* real;
  const double* imaginary;
};

struct IntervalSweeps {
  /// cells += amount · kernel in the near window, tile keys anew. kernel_rows: for offsets from the lowest.
  void (*near)(const NearSpans& spans, double amount, const double* const* kernel_rows, double* cells,
               double* tile_keys);
  /// tile bounds += amount · table, keys of those blocks anew.
  void (*mid)(const MidSpans& spans, double amount, const float* table, std::int32_t table_stride,
              double* tile_bounds, const double* tile_keys, double* block_keys);
  /// block bounds += amount · table.
  void (*far)(const FarSpan& span, double amount, std::int32_t block_rows, std::int32_t slot_stride,
              double* block_bounds);
  /// Σ amount · K_far(cell − slip) over the terms from `begin` on.
  double (*far_sum)(const FarTable& table, const PendingView& pending, std::size_t begin, SitePair site);
  /// Least of the 64 cells of a tile.
  double (*tile_minimum)(const double* cells);
  /// Bit i: cell i of the tile <= limit.
  std::uint64_t (*cells_below)(const double* cells, double limit);
  /// Least key + bound of the 16 tiles of a block.
  double (*block_minimum)(const double* tile_keys, const double* tile_bounds);
  /// Least key + bound of `count` slots, count a multiple of 8.
  double (*slots_minimum)(const double* keys, const double* bounds, std::size_t count);
  /// Writes the slots with key + bound <= limit in order, returns how many.
  std::size_t (*slots_below)(const double* keys, const double* bounds, std::size_t count, double limit,
                             std::uint32_t* slots);

  // The parts of a flush. `scratch` has room for the packs that a plan asks for, and is overwritten.
  /// Transforms eight real columns along x, rows of eight numbers plan.row_stride() apart in data, which has
  /// room for the packs of the plan and is overwritten, and writes twice their spectra, modes in lanes.
  void (*forward_columns)(const RealTransformView& plan, double* data, double* scratch, double* spectrum,
                          std::int64_t mode_block_stride);
  /// Transforms a block of eight modes along y in place: mode k ends at LaneTransform::place(k).
  void (*forward_modes)(const TransformView& plan, double* scratch, double* spectrum);
  /// Transforms a block of eight modes along y, multiplies by the kernel's, transforms back.
  void (*convolve_modes)(const TransformView& plan, double* scratch, const KernelModes& kernel,
                         std::int64_t mode_block, double* spectrum);
  /// Transforms eight columns back along x and adds them to the cells of a tile column; tile keys anew. Tile
  /// number: of its row plus `part`.
  void (*backward_columns)(const RealTransformView& plan, double* data, double* scratch,
                           const double* spectrum, std::int64_t mode_block_stride,
                           const std::int32_t* tile_of_row, std::int32_t part, double* cells,
                           double* tile_keys);
};

/// The inner loops for an instruction set this processor has.
[[nodiscard]] const IntervalSweeps& interval_sweeps(SimdPath set);

}  // namespace yieldscape
