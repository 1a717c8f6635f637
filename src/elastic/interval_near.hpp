#pragma once

#include "interval_layout.hpp"
#include "interval_sweeps.hpp"
#include "yieldscape/core/field.hpp"

namespace yieldscape {

/// The near window of a slip, max(|dx|, |dy|) <= radius, where its stress is added to every cell at once.
class NearField {
 public:
  /// Radius for a lattice: the cost is flat about it (measured 12 … 32).
  [[nodiscard]] static int radius(Lattice lattice) noexcept;

  /// `change`: that of the strengths by a unit slip at the origin, −G(r). Needs 2 radius + 1 <= both lengths.
  NearField(const TileLayout& layout, const Field& change);
  NearField(const NearField&) = delete;  // its rows point into its table
  NearField& operator=(const NearField&) = delete;

  /// The tiles that touch the window around the slip.
  [[nodiscard]] NearSpans spans(int x, int y) const noexcept;

  /// Whether the window around the slip crosses the seam of either period.
  [[nodiscard]] bool crosses_seam(int x, int y) const noexcept;

  /// Row d of the table at index d + radius + 7, d from −radius − 7 on; in a row, offset 0 is at index 0.
  [[nodiscard]] const double* const* rows() const noexcept { return row_.data() + radius_ + margin; }

  [[nodiscard]] bool contains(int dx, int dy) const noexcept {
    return dx >= -radius_ && dx <= radius_ && dy >= -radius_ && dy <= radius_;
  }

 private:
  static constexpr int margin = TiledAxis::tile - 1;  // a tile may stick out of the window by this much
  const TileLayout* layout_;
  int radius_;
  std::vector<double> table_;  ///< zero outside of the window
  std::vector<const double*> row_;
};

}  // namespace yieldscape
