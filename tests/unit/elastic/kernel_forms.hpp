#pragma once

#include <cmath>
#include <limits>
#include <memory>
#include <numbers>
#include <ostream>
#include <string>
#include <utility>

#include "yieldscape/elastic/propagator.hpp"

// Kernels and lattices the tests of this room share.
namespace yieldscape::test {

inline constexpr Moduli unit_moduli{.shear_modulus = 1,
                                    .bulk_modulus = std::numeric_limits<double>::infinity()};
inline constexpr Moduli glass_moduli{.shear_modulus = 19, .bulk_modulus = 55};

struct Shape {
  int lx;
  int ly;
  [[nodiscard]] Lattice lattice() const { return Lattice(lx, ly); }
  friend std::ostream& operator<<(std::ostream& out, Shape s) { return out << s.lx << 'x' << s.ly; }
};

/// For the name of a parametrized test.
inline std::string label(Shape shape) {
  return std::to_string(shape.lx) + "x" + std::to_string(shape.ly);
}

/// The zero-mean kernel of μ* = 1.
inline Field unit_kernel(Lattice lattice, KernelForm form) {
  return elastic_kernel(lattice, unit_moduli, {.form = form}).zero_mean;
}

/// Neither even in an axis nor symmetric: tells r − r' from r' − r, x from y, on every path through the
/// tables.
inline KernelSpec skewed_kernel(Lattice lattice) {
  const Field even = elastic_kernel(lattice, glass_moduli, {}).zero_mean;
  auto table = std::make_shared<Field>(lattice);
  for (int x = 0; x < lattice.lx(); ++x) {
    for (int y = 0; y < lattice.ly(); ++y) {
      table->at(x, y) = 0.7 * even.at(x, y) + 0.2 * even.at(x - 1, y - 3) + 0.1 * even.at(x + 2, y);
    }
  }
  return {.form = KernelForm::file, .table = std::move(table)};
}

/// G(q)/μ* of mode (n, m), straight from the definition: −8 X Y/(X + Y)².
inline double unit_spectrum(Lattice lattice, KernelForm form, int n, int m) {
  const auto wave_number = [](int i, int length) {
    return 2 * std::numbers::pi * (2 * i > length ? i - length : i) / length;
  };
  const double qx = wave_number(n, lattice.lx());
  const double qy = wave_number(m, lattice.ly());
  if (n == 0 || m == 0) return 0;
  double x = qx * qx;
  double y = qy * qy;
  if (form == KernelForm::laplacian) {
    x = 4 * std::pow(std::sin(qx / 2), 2);
    y = 4 * std::pow(std::sin(qy / 2), 2);
  }
  if (form == KernelForm::rotated) {
    const bool infinite_x = 2 * n == lattice.lx();
    const bool infinite_y = 2 * m == lattice.ly();
    if (infinite_x != infinite_y) return 0;
    if (infinite_x && infinite_y) return -2;
    x = std::pow(std::tan(qx / 2), 2);
    y = std::pow(std::tan(qy / 2), 2);
  }
  return -8 * x * y / ((x + y) * (x + y));
}

}  // namespace yieldscape::test
