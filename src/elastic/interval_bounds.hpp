#pragma once

#include "interval_layout.hpp"
#include "interval_sweeps.hpp"
#include "offset_table.hpp"
#include "yieldscape/core/aligned.hpp"

namespace yieldscape {

/// Lower bounds of the far field of one unit slip, K_far = −G outside of the near window and 0 inside:
///   mid: for each tile of the (2M+1)² blocks around the slip, the least K_far over the tile's cells;
///   far: for each other block, the least K_far over its cells and over all slips of the slip's tile.
/// Rounded down to float. M = 2 where five blocks fit on either axis, 1 on smaller lattices.
class FarBounds {
 public:
  /// Blocks around the slip on each side that are bounded tile by tile; 0 if the lattice is too small for
  /// 2M + 1 different blocks with M >= 1.
  [[nodiscard]] static int mid_reach(Lattice lattice) noexcept;

  FarBounds(const TileLayout& layout, const OffsetTable& far_field);

  /// Those of the blocks around a slip that are in the layout.
  [[nodiscard]] MidSpans mid_spans(int x, int y) const noexcept;
  [[nodiscard]] const float* mid_table() const noexcept { return mid_.data(); }
  [[nodiscard]] std::int32_t mid_stride() const noexcept { return mid_width_; }

  [[nodiscard]] FarSpan far_span(int x, int y) const noexcept;

  [[nodiscard]] std::size_t bytes() const noexcept { return (mid_.size() + far_.size()) * sizeof(float); }

 private:
  void make_mid_table(const OffsetTable& far_field);
  void make_far_table(const OffsetTable& far_field);

  const TileLayout* layout_;
  int mid_reach_;
  int mid_half_;                 ///< tile offsets −mid_half … mid_half
  std::int32_t mid_width_;       ///< 2 mid_half + 1, and one so that four tiles can be read at once
  AlignedArray<float> mid_;      ///< [8 phases x][8 phases y][tile offset x][tile offset y]
  std::int32_t far_row_period_;  ///< block offsets kept along x
  std::int32_t far_width_;       ///< block offsets along y, with the room for whole vectors
  AlignedArray<float> far_;      ///< [4 phases x][block offset x][4 phases y][block offset y]
};

}  // namespace yieldscape
