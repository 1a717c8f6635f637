#pragma once

#include <vector>

#include "offset_table.hpp"

namespace yieldscape {

/// Values at the offsets max(|a|, |b|) <= radius.
class NearWindow {
 public:
  explicit NearWindow(int radius) : radius_(radius), values_(std::size_t(width()) * std::size_t(width())) {}

  [[nodiscard]] int radius() const noexcept { return radius_; }
  [[nodiscard]] double at(int a, int b) const noexcept { return values_[place(a, b)]; }
  void set(int a, int b, double value) noexcept { values_[place(a, b)] = value; }

 private:
  [[nodiscard]] int width() const noexcept { return 2 * radius_ + 1; }
  [[nodiscard]] std::size_t place(int a, int b) const noexcept {
    return std::size_t(a + radius_) * std::size_t(width()) + std::size_t(b + radius_);
  }

  int radius_;
  std::vector<double> values_;
};

/// The change of the strengths by a unit slip, K = −G, as the interval engine takes it: the near window by
/// itself, and the rest, which is 0 there. The engine works with its axes exchanged, and so are the offsets:
/// a is along y of the lattice, b along x. Its columns, the unit of its transforms, are rows of the lattice.
struct IntervalKernel {
  NearWindow near;
  OffsetTable far;

  /// The lattice with its axes exchanged.
  [[nodiscard]] const Lattice& lattice() const noexcept { return far.lattice(); }
};

/// Radius of the near window for a lattice: the cost is flat about it (measured 12 … 32).
[[nodiscard]] int near_radius(Lattice lattice) noexcept;

[[nodiscard]] IntervalKernel interval_kernel(const Field& zero_mean);

/// The near window of K, axes exchanged.
[[nodiscard]] NearWindow near_window(const OffsetTable& change);

/// Makes K the far part of itself.
void clear_near_window(OffsetTable& change);

}  // namespace yieldscape
