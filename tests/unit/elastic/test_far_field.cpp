#include <gtest/gtest.h>

#include <numbers>

#include "kernel_forms.hpp"

namespace yieldscape {
namespace {

// Far field of a slip, a << r << L: G(r) -> 2 μ* a² cos 4θ/(π r²) (eq. 2 and the circular inclusion).
// Ratio of the kernel of μ* = 1 to it, along an axis (cos 4θ = 1) and along a diagonal (cos 4θ = −1).
double axis_ratio(const Field& kernel, int r) {
  return kernel.at(r, 0) * std::numbers::pi * double(r) * r / 2;
}
double diagonal_ratio(const Field& kernel, int i) {
  return -kernel.at(i, i) * std::numbers::pi * 2 * double(i) * i / 2;
}

constexpr int side = 512;

// Cut at the zone edge, the continuum form has an alternating tail along the axes, of 14 % at any distance,
// that the mean of neighbours removes.
TEST(FarField, Continuum) {
  const Field kernel = test::unit_kernel(Lattice(side, side), KernelForm::continuum);
  for (const int r : {6, 8, 10, 12}) {
    const double alternating = (axis_ratio(kernel, r) - axis_ratio(kernel, r + 1)) / 2;
    EXPECT_NEAR((axis_ratio(kernel, r) + axis_ratio(kernel, r + 1)) / 2, 1, 0.003) << "r = " << r;
    EXPECT_NEAR(alternating, 0.138, 0.001) << "r = " << r;
    EXPECT_NEAR(diagonal_ratio(kernel, r), 1, 0.005) << "r = " << r;
  }
}

// The lattice correction falls as 1/r², that of the periodic images grows as r²/L².
TEST(FarField, Laplacian) {
  const Field kernel = test::unit_kernel(Lattice(side, side), KernelForm::laplacian);
  for (const int r : {14, 16, 18, 20}) {
    EXPECT_NEAR(axis_ratio(kernel, r), 1, 0.02) << "r = " << r;
    EXPECT_NEAR(diagonal_ratio(kernel, r), 1, 0.02) << "r = " << r;
  }
}

}  // namespace
}  // namespace yieldscape
