#pragma once

#include "interval_layout.hpp"
#include "interval_sum.hpp"
#include "interval_sweeps.hpp"
#include "lane_transform.hpp"
#include "yieldscape/core/aligned.hpp"
#include "yieldscape/core/field.hpp"

namespace yieldscape {

/// Adds the far field of all pending slips to all cells: one convolution by Fourier transforms. The lattice
/// is transformed along x first, 16 columns at a time (eight lanes, two real columns to a complex one), then
/// along y, eight modes at a time. Same bits on every processor, unlike a library's choice of code.
class FarFlush {
 public:
  FarFlush(const TileLayout& layout, const Field& far_field, const IntervalSweeps& sweeps);

  /// Cost over that of a lattice of such a size whose lengths have no prime factor above 7.
  [[nodiscard]] double relative_cost() const noexcept {
    return (along_x_.relative_cost() + along_y_.relative_cost()) / 2;
  }

  /// cells += Σ ε_0 K_far(cell − slip); tile keys anew, but for tiles past the seam.
  void operator()(const PendingView& slips, double* cells, double* tile_keys);

 private:
  static constexpr int columns = 16;  ///< transformed at once

  void transform_slips(const PendingView& slips);
  void make_kernel(const Field& far_field);
  [[nodiscard]] std::int64_t mode_block_stride() const noexcept;

  const TileLayout* layout_;
  const IntervalSweeps* sweeps_;
  LaneTransform along_x_;
  LaneTransform along_y_;
  std::int32_t column_groups_;
  std::int32_t mode_blocks_;
  AlignedArray<double> data_;
  AlignedArray<double> scratch_;
  AlignedArray<double> spectrum_;     ///< [mode block along x][y, whole groups][8 modes: real, imaginary]
  AlignedArray<double> kernel_real_;  ///< [mode block along x][mode along y][8]
  AlignedArray<double> kernel_imaginary_;  ///< empty for an even kernel
  std::vector<std::int32_t> tile_of_row_;
  std::vector<std::uint32_t> first_of_group_;
  std::vector<std::uint32_t> by_group_;
};

}  // namespace yieldscape
