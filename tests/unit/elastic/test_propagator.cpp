#include "yieldscape/elastic/propagator.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <numbers>

#include "kernel_forms.hpp"

namespace yieldscape {
namespace {

using test::unit_kernel;

// −G(r = 0)/2μ*, zero-mean part.
double local_value(int n, KernelForm form) {
  return -unit_kernel(Lattice(n, n), form)[Site(0)] / 2;
}

TEST(Propagator, LocalValueAtSixteen) {
  EXPECT_NEAR(local_value(16, KernelForm::continuum), 0.564610, 5e-7);
  EXPECT_NEAR(local_value(16, KernelForm::laplacian), 0.6315, 5e-5);
  EXPECT_NEAR(local_value(16, KernelForm::rotated), 0.357, 5e-4);
}

// The error of the sum over modes falls as 1/N².
TEST(Propagator, LocalValueOfTheInfiniteLattice) {
  const double continuum = std::numbers::pi / 2 - 1;
  const double laplacian = 2 / std::numbers::pi;
  EXPECT_NEAR(local_value(256, KernelForm::continuum), continuum, 5e-5);
  EXPECT_NEAR(local_value(256, KernelForm::laplacian), laplacian, 5e-5);
  EXPECT_NEAR((continuum - local_value(32, KernelForm::continuum)) /
                  (continuum - local_value(64, KernelForm::continuum)),
              4, 0.02);
  EXPECT_NEAR((laplacian - local_value(32, KernelForm::laplacian)) /
                  (laplacian - local_value(64, KernelForm::laplacian)),
              4, 0.02);
}

// The Fourier sum itself, without a fast transform and with the modes in full, each form and parity.
class PropagatorSum : public testing::TestWithParam<test::Shape> {};

TEST_P(PropagatorSum, MatchesTheSumOverModes) {
  const Lattice lattice = GetParam().lattice();
  for (const KernelForm form : {KernelForm::continuum, KernelForm::laplacian, KernelForm::rotated}) {
    const Field kernel = unit_kernel(lattice, form);
    for (int x = 0; x < lattice.lx(); ++x) {
      for (int y = 0; y < lattice.ly(); ++y) {
        double sum = 0;
        for (int n = 0; n < lattice.lx(); ++n) {
          for (int m = 0; m < lattice.ly(); ++m) {
            const double phase =
                2 * std::numbers::pi * (double(n) * x / lattice.lx() + double(m) * y / lattice.ly());
            sum += test::unit_spectrum(lattice, form, n, m) * std::cos(phase);
          }
        }
        EXPECT_NEAR(kernel.at(x, y), sum / double(lattice.sites()), 1e-14)
            << name(form) << " at " << x << ", " << y;
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, PropagatorSum,
                         testing::Values(test::Shape{1, 1}, test::Shape{2, 2}, test::Shape{1, 5},
                                         test::Shape{6, 1}, test::Shape{2, 3}, test::Shape{4, 4},
                                         test::Shape{5, 5}, test::Shape{6, 4}, test::Shape{7, 10},
                                         test::Shape{9, 5}),
                         [](const auto& test) { return label(test.param); });

TEST(Propagator, IsProportionalToTheEffectiveModulus) {
  const Lattice lattice(6, 9);
  const Field unit = unit_kernel(lattice, KernelForm::continuum);
  const Field glass = elastic_kernel(lattice, test::glass_moduli, {}).zero_mean;
  for (std::uint32_t i = 0; i < lattice.sites(); ++i) {
    EXPECT_NEAR(glass[Site(i)], test::glass_moduli.effective_modulus() * unit[Site(i)], 1e-13);
  }
}

// The q = 0 mode is that of constant total strain in every form: Σ falls by 2μ ε_0/(Lx Ly).
TEST(Propagator, UniformPartIsThatOfConstantStrain) {
  const Lattice lattice(6, 9);
  for (const KernelForm form : {KernelForm::continuum, KernelForm::laplacian, KernelForm::rotated}) {
    EXPECT_DOUBLE_EQ(elastic_kernel(lattice, test::glass_moduli, {.form = form}).uniform, -2 * 19.0 / 54);
  }
}

TEST(Propagator, CompressibilityEntersThroughTheEffectiveModulusAlone) {
  const Lattice lattice(8, 8);
  const ElasticKernel limit = elastic_kernel(lattice, test::unit_moduli, {});
  const ElasticKernel stiff = elastic_kernel(lattice, {.shear_modulus = 1, .bulk_modulus = 1e12}, {});
  EXPECT_EQ(stiff.uniform, limit.uniform);
  for (std::uint32_t i = 0; i < lattice.sites(); ++i) {
    EXPECT_NEAR(stiff.zero_mean[Site(i)], limit.zero_mean[Site(i)], 4e-12);
  }
}

TEST(Propagator, RefusesImpossibleModuli) {
  const double infinity = std::numeric_limits<double>::infinity();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const Moduli& moduli : {Moduli{0, 1}, Moduli{-1, 1}, Moduli{infinity, 1}, Moduli{nan, 1}, Moduli{1, 0},
                               Moduli{1, -3}, Moduli{1, nan}}) {
    EXPECT_THROW((void)elastic_kernel(Lattice(4, 4), moduli, {}), std::invalid_argument)
        << moduli.shear_modulus << ", " << moduli.bulk_modulus;
  }
}

}  // namespace
}  // namespace yieldscape
