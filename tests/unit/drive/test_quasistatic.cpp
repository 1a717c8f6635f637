#include "yieldscape/drive/quasistatic.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <limits>

#include "runs.hpp"

namespace yieldscape {
namespace {

constexpr StrainGrid grid{.step = 0.005, .count = 120};

// What must hold in every recorded state of a glass, in both dynamics and scenarios.
class Quasistatic : public testing::TestWithParam<std::tuple<Dynamics, bool>> {
 protected:
  [[nodiscard]] static ModelParams params() {
    ModelParams params = test::aged_glass(Lattice(7, 9));
    params.dynamics = std::get<0>(GetParam());
    if (std::get<1>(GetParam())) params.initial_thresholds = params.renewed_thresholds;
    return params;
  }
  Medium medium_{params()};
  double mu_ = medium_.params.moduli.shear_modulus;
  Sample sample_{medium_, RandomNumbers(4711, 2), EngineKind::direct};

  void drive(
      const std::function<void(std::size_t, const Snapshot&)>& at_strain,
      const std::function<void(const Avalanche&)>& after_avalanche = [](const Avalanche&) {}) {
    EXPECT_EQ(drive_quasistatically(sample_, {.grid = grid, .round_limit = test::no_limit},
                                    {.at_strain = at_strain,
                                     .after_avalanche =
                                         [&](const Avalanche& avalanche) {
                                           after_avalanche(avalanche);
                                           return Verdict::go_on;
                                         }}),
              Outcome::complete);
  }
};

TEST_P(Quasistatic, StressIsTwiceTheModulusTimesTheElasticStrain) {
  drive([&](std::size_t, const Snapshot& snapshot) {
    const double plastic = mean(snapshot.state.plastic_strain.span());
    ASSERT_NEAR(snapshot.stress, 2 * mu_ * (snapshot.strain - plastic), 1e-11);
  });
}

TEST_P(Quasistatic, NoRecordedStressIsAboveItsThreshold) {
  drive([&](std::size_t, const Snapshot& snapshot) {
    ASSERT_GT(std::ranges::min(snapshot.strength), snapshot.stress);
  });
}

TEST_P(Quasistatic, RecordsEveryGridStrainOnceAndInOrder) {
  std::size_t next = 0;
  drive([&](std::size_t k, const Snapshot& snapshot) {
    ASSERT_EQ(k, next++);
    ASSERT_EQ(snapshot.strain, grid.strain(k));
    ASSERT_EQ(snapshot.shear_modulus, mu_);
  });
  EXPECT_EQ(next, grid.count);
}

// The load never decreases between avalanches, and an avalanche is reported before any later grid strain.
TEST_P(Quasistatic, StrainNeverGoesBack) {
  const double rounding = 1e-13;
  double now = 0;
  drive(
      [&](std::size_t, const Snapshot& snapshot) {
        ASSERT_GE(snapshot.strain, now - rounding);
        now = snapshot.strain;
      },
      [&](const Avalanche& avalanche) {
        ASSERT_GE(avalanche.strain, now - rounding);
        now = avalanche.strain;
      });
  EXPECT_EQ(now, grid.strain(grid.count - 1));
}

// Each avalanche starts where the load first meets a threshold: elastically from the end of the one before.
TEST_P(Quasistatic, AvalanchesAreJoinedByElasticLoading) {
  double strain = 0;
  double stress = 0;
  drive([](std::size_t, const Snapshot&) {},
        [&](const Avalanche& avalanche) {
          ASSERT_NEAR(avalanche.stress - stress, 2 * mu_ * (avalanche.strain - strain), 1e-11);
          strain = avalanche.strain;
          stress = avalanche.stress - avalanche.stress_drop;
        });
}

INSTANTIATE_TEST_SUITE_P(DynamicsAndScenarios, Quasistatic,
                         testing::Combine(testing::Values(Dynamics::synchronous, Dynamics::extremal),
                                          testing::Bool()),
                         [](const auto& test) {
                           return std::string(name(std::get<0>(test.param))) +
                                  (std::get<1>(test.param) ? "_disordered" : "_rejuvenation");
                         });

// Negative thresholds: the sample begins with an avalanche at strain 0; the stress is never unloaded.
TEST(QuasistaticStart, AnUnstableSampleBeginsWithAnAvalancheAtStrainZero) {
  ModelParams params = test::aged_glass(Lattice(16, 16));
  params.initial_thresholds = test::normal_law(0.4, 0.5);
  const Medium medium(params);
  Sample sample(medium, RandomNumbers(3, 0), EngineKind::direct);
  const WeakestSite weakest = sample.engine->weakest();
  ASSERT_LT(weakest.strength, 0);
  const test::Run run = test::drive(sample, {.step = 0.005, .count = 2});
  ASSERT_FALSE(run.avalanches.empty());
  EXPECT_EQ(run.avalanches[0].strain, 0);
  EXPECT_EQ(run.avalanches[0].stress, 0);
  EXPECT_GT(run.avalanches[1].strain, 0);
}

TEST(QuasistaticStart, TheFirstAvalancheStartsAtTheLeastThreshold) {
  const Medium medium(test::aged_glass(Lattice(6, 6)));
  Sample sample(medium, RandomNumbers(4711, 0), EngineKind::direct);
  const double least = sample.engine->weakest().strength;
  ASSERT_GT(least, 0);
  const test::Run run = test::drive(sample, {.step = 0.005, .count = 40});
  EXPECT_EQ(run.avalanches.at(0).stress, least);
  EXPECT_DOUBLE_EQ(run.avalanches.at(0).strain, least / (2 * 19));
  EXPECT_DOUBLE_EQ(run.stress.at(0), 2 * 19 * 0.005);
}

TEST(QuasistaticStop, AVerdictEndsTheRunAtOnce) {
  const Medium medium(test::aged_glass());
  Sample sample(medium, RandomNumbers(4711, 0), EngineKind::direct);
  std::size_t avalanches = 0;
  const Outcome outcome = drive_quasistatically(
      sample, {.grid = grid, .round_limit = test::no_limit},
      {.at_strain = [](std::size_t, const Snapshot&) {},
       .after_avalanche =
           [&](const Avalanche&) { return ++avalanches == 5 ? Verdict::stop : Verdict::go_on; }});
  EXPECT_EQ(outcome, Outcome::stopped);
  EXPECT_EQ(avalanches, 5U);
  EXPECT_EQ(sample.state.avalanches, 5U);
}

// A finer grid watches more closely and changes nothing else.
TEST(QuasistaticGrid, WatchingDoesNotChangeTheRun) {
  const Medium medium(test::aged_glass());
  const test::Run coarse = test::drive(medium, 0, {.step = 0.5, .count = 1});
  const test::Run fine = test::drive(medium, 0, {.step = 0.0625, .count = 8});
  EXPECT_EQ(coarse.avalanches, fine.avalanches);
  EXPECT_EQ(coarse.stress.back(), fine.stress.back());
}

// A run may go on where an earlier one ended.
TEST(QuasistaticGrid, ARunContinuesFromThePresentState) {
  const Medium medium(test::aged_glass());
  const test::Run whole = test::drive(medium, 0, {.step = 0.25, .count = 2});
  Sample sample(medium, RandomNumbers(4711, 0), EngineKind::direct);
  const test::Run begin = test::drive(sample, {.step = 0.25, .count = 1});
  const test::Run rest = test::drive(sample, {.step = 0.5, .count = 1});
  EXPECT_EQ(begin.stress[0], whole.stress[0]);
  EXPECT_EQ(rest.stress[0], whole.stress[1]);
  EXPECT_EQ(begin.avalanches.size() + rest.avalanches.size(), whole.avalanches.size());
}

TEST(QuasistaticEngine, TheReferenceGivesTheSameRunInEveryBit) {
  for (const Dynamics dynamics : {Dynamics::synchronous, Dynamics::extremal}) {
    ModelParams params = test::aged_glass(Lattice(9, 6));
    params.dynamics = dynamics;
    const Medium medium(params);
    const test::Run direct = test::drive(medium, 1, grid, EngineKind::direct);
    const test::Run reference = test::drive(medium, 1, grid, EngineKind::reference);
    EXPECT_EQ(direct.avalanches, reference.avalanches);
    EXPECT_EQ(direct.stress, reference.stress);
  }
}

}  // namespace
}  // namespace yieldscape
