#include "interval_sum.hpp"

#include <algorithm>
#include <cmath>

namespace yieldscape {
namespace {

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

}  // namespace

FarLookup::FarLookup(const Field& far_field)
    : folding_(folding_of(far_field)),
      lx_(far_field.lattice().lx()),
      ly_(far_field.lattice().ly()),
      stride_(folding_ == FarFolding::full ? ly_ : ly_ / 2 + 1),
      values_(std::size_t(folding_ == FarFolding::full ? lx_ : lx_ / 2 + 1) * std::size_t(stride_), 0.0),
      largest_(0) {
  for (std::size_t i = 0; i < values_.size(); ++i) {
    values_[i] = far_field.at(int(i) / stride_, int(i) % stride_);
    largest_ = std::max(largest_, std::abs(values_[i]));
  }
}

void PendingSlips::push_back(int x, int y, double amount) {
  x_[count_] = x;
  y_[count_] = y;
  amount_[count_] = amount;
  total_ += amount;
  ++count_;
  if (amount_.size() < count_ + lanes) {
    const std::size_t size = 2 * (count_ + lanes);
    x_.resize(size);
    y_.resize(size);
    amount_.resize(size);
  }
}

void PendingSlips::clear() noexcept {
  std::fill_n(x_.begin(), count_, 0);
  std::fill_n(y_.begin(), count_, 0);
  std::fill_n(amount_.begin(), count_, 0.0);
  count_ = 0;
  total_ = 0;
}

}  // namespace yieldscape
