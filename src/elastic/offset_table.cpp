#include "offset_table.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "yieldscape/core/aligned.hpp"

namespace yieldscape {
namespace {

int stride_of(Lattice lattice, FarFolding folding) noexcept {
  return folding == FarFolding::full ? lattice.ly() : lattice.ly() / 2 + 1;
}

int rows_of(Lattice lattice, FarFolding folding) noexcept {
  return folding == FarFolding::full ? lattice.lx() : lattice.lx() / 2 + 1;
}

int within(int offset, int length) noexcept {
  if (offset < 0) offset += offset < -length ? 2 * length : length;
  return offset < length ? offset : offset - length;
}

}  // namespace

FarFolding folding_of(const Field& field) {
  const Lattice lattice = field.lattice();
  bool symmetric = lattice.lx() == lattice.ly();
  for (int x = 0; x < lattice.lx(); ++x) {
    for (int y = 0; y < lattice.ly(); ++y) {
      const double value = field.at(x, y);
      if (value != field.at(-x, y) || value != field.at(x, -y)) return FarFolding::full;
      symmetric = symmetric && value == field.at(y, x);
    }
  }
  return symmetric ? FarFolding::octant : FarFolding::quadrant;
}

std::size_t OffsetTable::size(Lattice lattice, FarFolding folding) noexcept {
  return std::size_t(rows_of(lattice, folding)) * std::size_t(stride_of(lattice, folding));
}

OffsetTable::OffsetTable(Lattice lattice, FarFolding folding, std::shared_ptr<double[]> values)
    : lattice_(lattice),
      folding_(folding),
      stride_(stride_of(lattice, folding)),
      values_(std::move(values)) {}

OffsetTable OffsetTable::of(const Field& field) {
  const FarFolding folding = folding_of(field);
  const Lattice lattice = field.lattice();
  OffsetTable table(lattice, folding, shared_zeros(size(lattice, folding)));
  for (int a = 0; a < table.rows(); ++a) {
    for (int b = 0; b < table.stride_; ++b) table.row(a)[b] = field.at(a, b);
  }
  return table;
}

int OffsetTable::rows() const noexcept {
  return rows_of(lattice_, folding_);
}

std::ptrdiff_t OffsetTable::place(int a, int b) const noexcept {
  a = within(a, lattice_.lx());
  b = within(b, lattice_.ly());
  if (folding_ != FarFolding::full) {
    a = std::min(a, lattice_.lx() - a);
    b = std::min(b, lattice_.ly() - b);
  }
  if (folding_ == FarFolding::octant && a < b) std::swap(a, b);
  return std::ptrdiff_t(a) * stride_ + b;
}

bool OffsetTable::is_even() const noexcept {
  if (folding_ != FarFolding::full) return true;
  for (int a = 0; a < lattice_.lx(); ++a) {
    for (int b = 0; b < lattice_.ly(); ++b) {
      if (at(a, b) != at(-a, -b)) return false;
    }
  }
  return true;
}

double OffsetTable::largest_magnitude() const noexcept {
  double largest = 0;
  for (int a = 0; a < rows(); ++a) {
    const int columns = folding_ == FarFolding::octant ? a + 1 : stride_;
    for (int b = 0; b < columns; ++b) {
      largest = std::max(largest, std::abs(values_[std::ptrdiff_t(a) * stride_ + b]));
    }
  }
  return largest;
}

}  // namespace yieldscape
