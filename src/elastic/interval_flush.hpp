#pragma once

#include "interval_layout.hpp"
#include "interval_partners.hpp"
#include "interval_sum.hpp"
#include "interval_sweeps.hpp"
#include "lane_transform.hpp"
#include "offset_table.hpp"
#include "yieldscape/core/aligned.hpp"

namespace yieldscape {

/// Adds the far field of all pending slips to all cells: one convolution by Fourier transforms. The lattice
/// is transformed along x first, eight columns at a time, then along y, eight modes at a time. Same bits on
/// every processor, unlike a library's choice of code, and for any number of partners: each transforms the
/// columns it keeps, then its share of the modes, and between the two directions they exchange columns for
/// modes.
class FarFlush {
 public:
  /// `partners`: null if the layout is of the whole lattice. They must outlive the flush.
  FarFlush(const TileLayout& layout, const OffsetTable& far_field, const IntervalSweeps& sweeps,
           Partners* partners = nullptr);

  /// Cost over that of a lattice of such a size, even along x, whose lengths have no prime factor above 7.
  [[nodiscard]] double relative_cost() const noexcept {
    return (along_x_.relative_cost() + along_y_.relative_cost()) / 2;
  }

  /// cells += Σ ε_0 K_far(cell − slip); tile keys anew, but for tiles past the seam. All partners know all
  /// slips.
  void operator()(const PendingView& slips, double* cells, double* tile_keys);

  [[nodiscard]] std::size_t bytes() const noexcept;

 private:
  enum class To { modes, columns };

  template <class Fill>
  void transform_columns(const Fill& fill);
  void transform_slips(const PendingView& slips);
  void make_kernel(const OffsetTable& far_field);
  void exchange(To direction);
  [[nodiscard]] double* modes_of_block(std::int32_t block) noexcept;

  const TileLayout* layout_;
  const IntervalSweeps* sweeps_;
  Partners* partners_;
  RealLaneTransform along_x_;
  LaneTransform along_y_;
  std::int32_t own_groups_;     ///< of eight columns
  BlockShare own_modes_;        ///< of the mode blocks along x
  std::int64_t column_stride_;  ///< from one mode block to the next, of the own columns
  std::int64_t mode_stride_;    ///< the same of all columns
  AlignedArray<double> data_;
  AlignedArray<double> scratch_;
  AlignedArray<double> spectrum_;      ///< [mode block][own columns, whole groups][8 modes: real, imaginary]
  AlignedArray<double> own_spectrum_;  ///< [own mode block][all columns][16]; empty without partners
  AlignedArray<double> kernel_real_;   ///< [own mode block][mode along y, by place][8]
  AlignedArray<double> kernel_imaginary_;  ///< empty for an even kernel
  std::vector<std::int32_t> tile_of_row_;
  std::vector<std::uint32_t> first_of_group_;
  std::vector<std::uint32_t> by_group_;
};

}  // namespace yieldscape
