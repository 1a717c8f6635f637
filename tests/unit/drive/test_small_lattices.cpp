#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "runs.hpp"

namespace yieldscape {
namespace {

constexpr StrainGrid grid{.step = 0.005, .count = 400};

// One site: no elasticity but the load. Σ rises to the threshold, falls by 2μ ε_0, and the site slips again
// at once if its new threshold is no higher than that.
TEST(SmallLattices, OneSiteFollowsTheScalarRecursion) {
  const Medium medium(test::aged_glass(Lattice(1, 1)));
  const test::Run run = test::drive(medium, 0, grid);

  const Landscape landscape(medium.laws, RandomNumbers(4711, 0));
  const double mu = medium.params.moduli.shear_modulus;
  double threshold = landscape.initial_threshold(Site(0), 0);
  double plastic_strain = 0;
  std::uint32_t visit = 0;
  std::size_t avalanche = 0;
  for (std::size_t k = 0; k < grid.count; ++k) {
    double yield_strain = threshold / (2 * mu) + plastic_strain;
    while (yield_strain <= grid.strain(k)) {
      ASSERT_LT(avalanche, run.avalanches.size());
      EXPECT_NEAR(run.avalanches[avalanche].strain, yield_strain, 1e-13);
      EXPECT_NEAR(run.avalanches[avalanche].stress, threshold, 1e-11);
      double stress = threshold;
      std::uint64_t slips = 0;
      do {
        const Renewal renewal = landscape.renewal(Site(0), visit++, threshold);
        stress -= 2 * mu * renewal.slip;
        plastic_strain += renewal.slip;
        threshold = renewal.threshold;
        ++slips;
      } while (stress >= threshold);
      EXPECT_EQ(run.avalanches[avalanche].slips, slips);
      EXPECT_EQ(run.avalanches[avalanche].rounds, slips);
      EXPECT_NEAR(run.avalanches[avalanche].stress - run.avalanches[avalanche].stress_drop, stress, 1e-11);
      ++avalanche;
      yield_strain = threshold / (2 * mu) + plastic_strain;
    }
    ASSERT_NEAR(run.stress[k], 2 * mu * (grid.strain(k) - plastic_strain), 1e-11);
  }
  EXPECT_EQ(avalanche, run.avalanches.size());
  EXPECT_GT(avalanche, 5U);
}

// On one row, whatever the axis, no slip makes internal stress: the sites only share the load, so the next to
// yield is always the one of least threshold.
TEST(SmallLattices, SitesOfASingleRowShareTheLoadAlone) {
  for (const Lattice lattice : {Lattice(1, 2), Lattice(2, 1), Lattice(1, 7)}) {
    const Medium medium(test::aged_glass(lattice));
    Sample sample(medium, RandomNumbers(4711, 0), EngineKind::direct);
    std::size_t avalanches = 0;
    drive_quasistatically(sample, {.grid = grid, .round_limit = test::no_limit},
                          {.at_strain =
                               [&](std::size_t, const Snapshot& snapshot) {
                                 for (std::uint32_t i = 0; i < lattice.sites(); ++i) {
                                   ASSERT_NEAR(snapshot.strength[i], snapshot.state.threshold[Site(i)],
                                               1e-12);
                                 }
                               },
                           .after_avalanche =
                               [&](const Avalanche&) {
                                 ++avalanches;
                                 return Verdict::go_on;
                               }});
    EXPECT_GT(avalanches, 10U);
  }
}

// On 2 x 2 sites the kernel is one number up to sign, G(q = (π, π)) = −2μ*: −μ*/2 on the site and its
// diagonal neighbour, +μ*/2 on the two others.
TEST(SmallLattices, TwoByTwoSitesHaveOneMode) {
  const Medium medium(test::aged_glass(Lattice(2, 2)));
  const double half = medium.params.moduli.effective_modulus() / 2;
  EXPECT_DOUBLE_EQ(medium.kernel.zero_mean.at(0, 0), -half);
  EXPECT_DOUBLE_EQ(medium.kernel.zero_mean.at(1, 1), -half);
  EXPECT_DOUBLE_EQ(medium.kernel.zero_mean.at(0, 1), half);
  EXPECT_DOUBLE_EQ(medium.kernel.zero_mean.at(1, 0), half);

  Sample sample(medium, RandomNumbers(4711, 0), EngineKind::direct);
  test::drive(sample, {.step = 0.1, .count = 10});
  const Field& p = sample.state.plastic_strain;
  const double mode = p.at(0, 0) + p.at(1, 1) - p.at(0, 1) - p.at(1, 0);
  std::vector<double> strength(4);
  sample.engine->read(strength);
  for (int x = 0; x < 2; ++x) {
    for (int y = 0; y < 2; ++y) {
      const double internal = (x == y ? -half : half) * mode;
      const Site site = medium.params.lattice.at(x, y);
      EXPECT_NEAR(strength[index(site)], sample.state.threshold[site] - internal, 1e-11);
    }
  }
}

}  // namespace
}  // namespace yieldscape
