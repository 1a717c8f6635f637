#pragma once

#include <memory>

#include "interval_sweeps.hpp"
#include "yieldscape/core/field.hpp"

namespace yieldscape {

/// A periodic field by offset (a, b) from its origin, folded onto one octant or quadrant where its symmetry
/// allows: the smaller the table, the more of it stays in cache. Copies share the values.
class OffsetTable {
 public:
  /// Numbers a table of this folding keeps: Lx Ly, or about a quarter.
  [[nodiscard]] static std::size_t size(Lattice lattice, FarFolding folding) noexcept;

  /// Over values that exist; they must be written before they are asked for.
  OffsetTable(Lattice lattice, FarFolding folding, std::shared_ptr<double[]> values);
  /// The values of a field whose origin is site (0, 0).
  [[nodiscard]] static OffsetTable of(const Field& field);

  [[nodiscard]] const Lattice& lattice() const noexcept { return lattice_; }
  [[nodiscard]] FarFolding folding() const noexcept { return folding_; }
  /// f(r) = f(−r) in every bit.
  [[nodiscard]] bool is_even() const noexcept;

  /// Any integers, |a| < 2 Lx and |b| < 2 Ly.
  [[nodiscard]] double at(int a, int b) const noexcept { return values_[place(a, b)]; }
  void set(int a, int b, double value) noexcept { values_[place(a, b)] = value; }

  /// The table itself, shape [rows, stride]; of an octant the numbers with b <= a are used.
  [[nodiscard]] int rows() const noexcept;
  [[nodiscard]] int stride() const noexcept { return stride_; }
  [[nodiscard]] double* row(int a) noexcept { return values_.get() + std::size_t(a) * std::size_t(stride_); }
  [[nodiscard]] FarTable view() const noexcept {
    return {values_.get(), folding_, std::int16_t(lattice_.lx()), std::int16_t(lattice_.ly()),
            std::int16_t(stride_)};
  }
  /// Over all entries that at() can return.
  [[nodiscard]] double largest_magnitude() const noexcept;

 private:
  [[nodiscard]] std::ptrdiff_t place(int a, int b) const noexcept;

  Lattice lattice_;
  FarFolding folding_;
  std::int32_t stride_;
  std::shared_ptr<double[]> values_;
};

/// Which folding loses nothing of a field.
[[nodiscard]] FarFolding folding_of(const Field& field);

}  // namespace yieldscape
