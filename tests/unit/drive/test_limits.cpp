#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "runs.hpp"

namespace yieldscape {
namespace {

// K -> infinity: μ* -> μ, and a nearly incompressible medium follows the incompressible one.
TEST(Limits, AStiffMediumFollowsTheIncompressibleOne) {
  ModelParams params = test::aged_glass();
  params.moduli.bulk_modulus = std::numeric_limits<double>::infinity();
  const Medium incompressible(params);
  params.moduli.bulk_modulus = 1e14;
  const Medium stiff(params);
  const StrainGrid grid{.step = 0.01, .count = 30};
  const test::Run limit = test::drive(incompressible, 0, grid);
  const test::Run run = test::drive(stiff, 0, grid);
  ASSERT_EQ(limit.avalanches.size(), run.avalanches.size());
  for (std::size_t k = 0; k < grid.count; ++k) ASSERT_NEAR(run.stress[k], limit.stress[k], 1e-9);
}

// Without disorder all sites yield together: the weakest first, at the threshold.
TEST(Limits, AHomogeneousSampleYieldsAtItsThreshold) {
  ModelParams params = test::aged_glass(Lattice(4, 4));
  params.initial_thresholds = test::constant_law(0.95);
  const Medium medium(params);
  const test::Run run = test::drive(medium, 0, {.step = 0.005, .count = 5});
  EXPECT_EQ(run.avalanches.at(0).stress, 0.95);
  EXPECT_DOUBLE_EQ(run.avalanches.at(0).strain, 0.95 / 38);
  for (std::size_t k = 0; k < 4; ++k) EXPECT_DOUBLE_EQ(run.stress[k], 38 * 0.005 * double(k + 1));
}

// In flow the plastic strain keeps up with the load, but for fluctuations of the elastic strain Σ/2μ.
TEST(Limits, PlasticFlowFollowsTheLoad) {
  const Medium medium(test::aged_glass());
  const test::Run run = test::drive(medium, 0, {.step = 1, .count = 5});
  EXPECT_NEAR(run.plastic_strain_mean[4] - run.plastic_strain_mean[0], 4, 0.04);
}

// strain_max below the weakest threshold: an elastic body, to the last bit.
TEST(Limits, BelowTheFirstEventTheSampleIsElastic) {
  const Medium medium(test::aged_glass());
  Sample sample(medium, RandomNumbers(4711, 0), EngineKind::direct);
  const double first = sample.engine->weakest().strength / (2 * medium.params.moduli.shear_modulus);
  ASSERT_GT(first, 0);
  const test::Run run = test::drive(sample, {.step = first / 5, .count = 4});
  EXPECT_TRUE(run.avalanches.empty());
  ASSERT_EQ(run.stress.size(), 4U);
  for (std::size_t k = 0; k < 4; ++k) {
    EXPECT_DOUBLE_EQ(run.stress[k], 2 * medium.params.moduli.shear_modulus * first / 5 * double(k + 1));
    EXPECT_EQ(run.plastic_strain_mean[k], 0);
  }
}

// Zero width of the slip law: plastic strain is a count.
TEST(Limits, SlipsOfOneSizeAreCounted) {
  ModelParams params = test::aged_glass();
  params.slip = {.kind = SlipKind::constant, .c0 = 0x1p-5};
  const Medium medium(params);
  const test::Run run = test::drive(medium, 0, {.step = 0.5, .count = 2});
  std::uint64_t slips = 0;
  for (const Avalanche& avalanche : run.avalanches) slips += avalanche.slips;
  ASSERT_GT(slips, 100U);
  EXPECT_DOUBLE_EQ(run.plastic_strain_mean.back() * double(params.lattice.sites()), 0x1p-5 * double(slips));
}

// s -> infinity: slips so small that the load hardly falls; s -> 0: each slip unloads the whole sample far
// below zero. Both are slow or odd physics, and regular runs.
TEST(Limits, SlipsFarSmallerAndFarLargerThanTheThresholdsSpreadAreRegularRuns) {
  for (const double c0 : {1e-5, 1e3}) {
    ModelParams params = test::aged_glass(Lattice(2, 3));
    params.slip = {.kind = SlipKind::exponential, .c0 = c0};
    const Medium medium(params);
    const StrainGrid grid{.step = 0.02, .count = 10};
    const test::Run run = test::drive(medium, 0, grid);
    ASSERT_EQ(run.outcome, Outcome::complete);
    ASSERT_EQ(run.stress.size(), grid.count);
    for (std::size_t k = 0; k < grid.count; ++k) {
      ASSERT_TRUE(std::isfinite(run.stress[k])) << c0;
      const double elastic = grid.strain(k) - run.plastic_strain_mean[k];
      ASSERT_NEAR(run.stress[k], 2 * params.moduli.shear_modulus * elastic, 1e-12 * (1 + c0) * 1e3) << c0;
    }
    // Large slips: one avalanche and no second before the load is back; small ones: a plateau.
    if (c0 > 1) {
      EXPECT_LT(run.stress.back(), -1.0);
    }
    if (c0 < 1) {
      EXPECT_GT(run.avalanches.size(), 100U);
    }
  }
}

}  // namespace
}  // namespace yieldscape
