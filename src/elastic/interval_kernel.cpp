#include "interval_kernel.hpp"

#include <algorithm>

namespace yieldscape {

int near_radius(Lattice lattice) noexcept {
  const int shorter = std::min(lattice.lx(), lattice.ly());
  return shorter < 768 ? 16 : shorter < 1536 ? 20 : 24;
}

NearWindow near_window(const OffsetTable& change) {
  const int radius = near_radius(change.lattice());
  NearWindow window(radius);
  for (int a = -radius; a <= radius; ++a) {
    for (int b = -radius; b <= radius; ++b) window.set(a, b, change.at(a, b));
  }
  return window;
}

void clear_near_window(OffsetTable& change) {
  const int radius = near_radius(change.lattice());
  for (int a = -radius; a <= radius; ++a) {
    for (int b = -radius; b <= radius; ++b) change.set(a, b, 0);
  }
}

IntervalKernel interval_kernel(const Field& zero_mean) {
  const Lattice lattice = zero_mean.lattice();
  Field exchanged(Lattice(lattice.ly(), lattice.lx()));
  for (int x = 0; x < lattice.lx(); ++x) {
    for (int y = 0; y < lattice.ly(); ++y) exchanged.at(y, x) = -zero_mean.at(x, y);
  }
  IntervalKernel kernel{.near = NearWindow(near_radius(lattice)), .far = OffsetTable::of(exchanged)};
  kernel.near = near_window(kernel.far);
  clear_near_window(kernel.far);
  return kernel;
}

}  // namespace yieldscape
