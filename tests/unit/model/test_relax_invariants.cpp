#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "../support/statistics.hpp"
#include "hand_made.hpp"

namespace yieldscape {
namespace {

constexpr std::uint64_t no_limit = 1'000'000;

// What every avalanche of a real glass must keep, in both dynamics, on odd and non-square lattices too.
class RelaxInvariants : public testing::TestWithParam<std::tuple<Dynamics, int, int>> {
 protected:
  [[nodiscard]] static ModelParams params() {
    ModelParams params = test::aged_glass(Lattice(std::get<1>(GetParam()), std::get<2>(GetParam())));
    params.dynamics = std::get<0>(GetParam());
    return params;
  }
  Medium medium_{params()};
  Sample sample_{medium_, RandomNumbers(99, 0), EngineKind::direct};

  Avalanche next_avalanche() {
    const WeakestSite weakest = sample_.engine->weakest();
    sample_.state.stress = std::max(sample_.state.stress, weakest.strength);
    return relax(sample_, weakest.site, no_limit);
  }
};

TEST_P(RelaxInvariants, TotalStrainIsConstant) {
  const double mu = medium_.params.moduli.shear_modulus;
  for (int i = 0; i < 200; ++i) {
    const Avalanche avalanche = next_avalanche();
    ASSERT_NEAR(strain_of(sample_.state, mu), avalanche.strain, 1e-13);
    ASSERT_NEAR(avalanche.stress - sample_.state.stress, avalanche.stress_drop, 1e-11);
    ASSERT_DOUBLE_EQ(avalanche.stress_drop, 2 * mu * avalanche.plastic_strain);
  }
}

TEST_P(RelaxInvariants, EndsStable) {
  for (int i = 0; i < 200; ++i) {
    next_avalanche();
    ASSERT_GT(sample_.engine->weakest().strength, sample_.state.stress);
  }
}

TEST_P(RelaxInvariants, CountersAgree) {
  std::uint64_t slips = 0;
  std::uint64_t rounds = 0;
  for (int i = 0; i < 200; ++i) {
    const Avalanche avalanche = next_avalanche();
    ASSERT_GE(avalanche.slips, avalanche.rounds);
    if (medium_.params.dynamics == Dynamics::extremal) {
      ASSERT_EQ(avalanche.slips, avalanche.rounds);
    }
    slips += avalanche.slips;
    rounds += avalanche.rounds;
  }
  std::uint64_t visits = 0;
  for (const std::uint32_t v : sample_.state.visits) visits += v;
  EXPECT_EQ(sample_.state.slips, slips);
  EXPECT_EQ(sample_.state.rounds, rounds);
  EXPECT_EQ(visits, slips);
  EXPECT_EQ(sample_.state.avalanches, 200U);
  EXPECT_NEAR(mean(sample_.state.plastic_strain.span()), sample_.state.plastic_strain_mean(), 1e-13);
}

// Plastic strain and threshold of a site are those of its own renewals, each slip drawn from the threshold
// before it; strength is threshold less the stress that all slips make.
TEST_P(RelaxInvariants, FieldsFollowFromTheVisits) {
  for (int i = 0; i < 200; ++i) next_avalanche();
  const State& state = sample_.state;
  for (std::uint32_t i = 0; i < state.visits.size(); ++i) {
    double threshold = sample_.landscape.initial_threshold(Site(i), 0);
    double plastic_strain = 0;
    for (std::uint32_t visit = 0; visit < state.visits[i]; ++visit) {
      const Renewal renewal = sample_.landscape.renewal(Site(i), visit, threshold);
      plastic_strain += renewal.slip;
      threshold = renewal.threshold;
    }
    ASSERT_EQ(state.threshold[Site(i)], threshold);
    ASSERT_EQ(state.plastic_strain[Site(i)], plastic_strain);
  }
  const Field internal = convolve(medium_.kernel.zero_mean, state.plastic_strain);
  const std::vector<double> strength = test::strengths(sample_);
  for (std::uint32_t i = 0; i < strength.size(); ++i) {
    ASSERT_NEAR(strength[i], state.threshold[Site(i)] - internal[Site(i)], 1e-10);
  }
}

// Drawn slips against the law: given the threshold it is drawn from, a slip has mean c0 + c1 σ_c² and, being
// exponential, the same standard deviation. Drawn thresholds have the renewed law's mean.
TEST_P(RelaxInvariants, DrawnSlipsAndThresholdsFollowTheLaws) {
  for (int i = 0; i < 500; ++i) next_avalanche();
  const State& state = sample_.state;
  double expected_slip = 0;
  double slip_variance = 0;
  std::vector<double> thresholds;
  for (std::uint32_t i = 0; i < state.visits.size(); ++i) {
    double threshold = sample_.landscape.initial_threshold(Site(i), 0);
    for (std::uint32_t visit = 0; visit < state.visits[i]; ++visit) {
      const double mean = 0.0235 + 0.0163 * threshold * threshold;
      expected_slip += mean;
      slip_variance += mean * mean;
      threshold = sample_.landscape.renewal(Site(i), visit, threshold).threshold;
      thresholds.push_back(threshold);
    }
  }
  EXPECT_NEAR(state.plastic_strain_sum, expected_slip, test::sigmas * std::sqrt(slip_variance));
  const auto drawn = test::sample_mean(thresholds);
  EXPECT_NEAR(drawn.value, 1.0, test::sigmas * drawn.standard_error);
  EXPECT_EQ(thresholds.size(), state.slips);
}

INSTANTIATE_TEST_SUITE_P(DynamicsAndShapes, RelaxInvariants,
                         testing::Combine(testing::Values(Dynamics::synchronous, Dynamics::extremal),
                                          testing::Values(7, 8), testing::Values(5, 8)),
                         [](const auto& test) {
                           return std::string(name(std::get<0>(test.param))) + "_" +
                                  std::to_string(std::get<1>(test.param)) + "x" +
                                  std::to_string(std::get<2>(test.param));
                         });

}  // namespace
}  // namespace yieldscape
