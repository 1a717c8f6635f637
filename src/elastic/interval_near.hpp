#pragma once

#include "interval_kernel.hpp"
#include "interval_layout.hpp"
#include "interval_sweeps.hpp"

namespace yieldscape {

/// The near window of a slip, max(|dx|, |dy|) <= radius, where its stress is added to every cell at once.
class NearField {
 public:
  /// Needs 2 radius + 1 <= both lengths.
  NearField(const TileLayout& layout, const NearWindow& change);
  NearField(const NearField&) = delete;  // its rows point into its table
  NearField& operator=(const NearField&) = delete;

  /// The tiles of the layout that touch the window around the slip.
  [[nodiscard]] NearSpans spans(int x, int y) const noexcept;

  /// Whether the window around the slip crosses the seam of either period.
  [[nodiscard]] bool crosses_seam(int x, int y) const noexcept;

  /// Row d of the table at index d + radius + 7, d from −radius − 7 on; in a row, offset 0 is at index 0.
  [[nodiscard]] const double* const* rows() const noexcept { return row_.data() + radius_ + margin; }

 private:
  static constexpr int margin = TiledAxis::tile - 1;  // a tile may stick out of the window by this much
  const TileLayout* layout_;
  int radius_;
  std::vector<double> table_;  ///< zero outside of the window
  std::vector<const double*> row_;
};

}  // namespace yieldscape
