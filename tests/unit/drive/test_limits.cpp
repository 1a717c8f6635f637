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

}  // namespace
}  // namespace yieldscape
