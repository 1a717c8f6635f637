#pragma once

#include "yieldscape/core/lattice.hpp"

namespace yieldscape {

/// Whole rows of a lattice: the sites of x = first_row … first_row + rows − 1, whose numbers follow each
/// other. A lattice is the part that is all of it.
class LatticePart {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): a lattice is a part of itself
  constexpr LatticePart(Lattice whole) : LatticePart(whole, 0, whole.lx()) {}
  constexpr LatticePart(Lattice whole, int first_row, int rows)
      : lattice_(whole), first_row_(first_row), rows_(rows) {
    EXPECTS(first_row >= 0 && rows >= 0 && first_row + rows <= whole.lx());
  }

  [[nodiscard]] constexpr const Lattice& lattice() const noexcept { return lattice_; }
  [[nodiscard]] constexpr int first_row() const noexcept { return first_row_; }
  [[nodiscard]] constexpr int rows() const noexcept { return rows_; }
  [[nodiscard]] constexpr bool is_whole() const noexcept { return rows_ == lattice_.lx(); }

  [[nodiscard]] constexpr std::size_t sites() const noexcept {
    return std::size_t(rows_) * std::size_t(lattice_.ly());
  }
  /// Number of the first site.
  [[nodiscard]] constexpr std::size_t first_site() const noexcept {
    return std::size_t(first_row_) * std::size_t(lattice_.ly());
  }
  [[nodiscard]] constexpr bool contains(Site site) const noexcept {
    return index(site) >= first_site() && index(site) - first_site() < sites();
  }
  /// Place of a site of this part in arrays that hold this part alone.
  [[nodiscard]] constexpr std::size_t place(Site site) const noexcept { return index(site) - first_site(); }

  friend constexpr bool operator==(const LatticePart&, const LatticePart&) = default;

 private:
  Lattice lattice_;
  int first_row_;
  int rows_;
};

}  // namespace yieldscape
