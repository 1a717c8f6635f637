#include <gtest/gtest.h>

#include <cmath>

#include "yieldscape/ensemble/cost_model.hpp"
#include "yieldscape/ensemble/measure_speed.hpp"
#include "yieldscape/ensemble/realization.hpp"
#include "yieldscape/ensemble/size_estimate.hpp"

namespace yieldscape {
namespace {

constexpr Moduli moduli{.shear_modulus = 14.7, .bulk_modulus = 52};

EnsembleSpec glass(int length, double s, double r, StrainGrid grid,
                   ThresholdKind kind = ThresholdKind::normal) {
  ModelParams params;
  params.lattice = Lattice(length, length);
  params.moduli = moduli;
  params.renewed_thresholds = {.kind = kind, .mean = 1, .std = 0.436};
  params.initial_thresholds = {.kind = kind, .mean = 1 + r, .std = 0.436 * (1 + r)};
  params.slip.c0 = 0.436 / (s * moduli.effective_modulus());
  EnsembleSpec spec{.grid = grid};
  spec.points.emplace_back(Point::Labels{}, params, 1U);
  return spec;
}

double slips(const EnsembleSpec& spec, std::uint32_t realizations) {
  const Medium medium(spec.points.front().params());
  double sum = 0;
  for (std::uint32_t r = 0; r < realizations; ++r) {
    sum += double(
        run_realization(spec, medium, {.point = 0, .realization = r}, [] { return Verdict::go_on; })->slips);
  }
  return sum / realizations;
}

struct Case {
  double s;
  double r;
  double strain;
};

// The expected number of slips against simulations; 16 realizations of N = 16 know it to 1 % or better.
class ExpectedSlips : public ::testing::TestWithParam<Case> {};

TEST_P(ExpectedSlips, AreThoseOfSimulations) {
  const auto [s, r, strain] = GetParam();
  for (const auto kind : {ThresholdKind::normal, ThresholdKind::weibull}) {
    const EnsembleSpec spec = glass(16, s, r, {.step = strain, .count = 1}, kind);
    EXPECT_NEAR(expected_slips(spec.points.front(), strain) / slips(spec, 16), 1, 0.1);
  }
}

INSTANTIATE_TEST_SUITE_P(BrittleToDuctile, ExpectedSlips,
                         ::testing::Values(Case{0.1, 0, 1}, Case{0.1, 0.65, 1}, Case{0.3, 0, 0.5},
                                           Case{1, 0, 0.3}, Case{1, 0.65, 0.3}, Case{3, 0, 0.2},
                                           Case{10, 0, 0.2}, Case{10, 0.65, 0.2}));

TEST(ExpectedSlips, AreFewBeforeYielding) {
  const EnsembleSpec spec = glass(32, 1, 0, {.step = 0.001, .count = 1});
  EXPECT_LT(expected_slips(spec.points.front(), 0.001), 32 * 32 * 0.05);
  EXPECT_GT(expected_slips(spec.points.front(), 0.02), expected_slips(spec.points.front(), 0.001));
}

MachineSpeed powers() {
  // Price of a slip sites^1 · s^0.5 times 1e-10, of a record sites^1 times 1e-9, of a start sites^2 times
  // 1e-9.
  MachineSpeed speed;
  for (const double sites : {64.0, 1024.0}) {
    EngineSpeed row{.engine = EngineKind::direct,
                    .sites = sites,
                    .per_record = 1e-9 * sites,
                    .start = 1e-9 * sites * sites};
    for (std::size_t i = 0; i < row.per_slip.size(); ++i) {
      row.per_slip[i] = 1e-10 * sites * std::sqrt(EngineSpeed::disorder_strengths[i]);
    }
    speed.rows.push_back(row);
  }
  return speed;
}

TEST(MachineSpeed, FollowsPowerLawsBetweenAndBeyondWhatWasMeasured) {
  for (const double sites : {16.0, 64.0, 300.0, 1024.0, 1e6}) {
    for (const double s : {0.1, 0.5, 1.0, 7.0, 10.0}) {
      const auto prices = powers().prices(EngineKind::direct, sites, s);
      EXPECT_NEAR(prices.per_slip / (1e-10 * sites * std::sqrt(s)), 1, 1e-9);
      EXPECT_NEAR(prices.per_record / (1e-9 * sites), 1, 1e-9);
      EXPECT_NEAR(prices.start / (1e-9 * sites * sites), 1, 1e-9);
    }
  }
}

TEST(MachineSpeed, KnowsNoPriceBeyondTheDisorderMeasured) {
  const auto price = [](double s) { return powers().prices(EngineKind::direct, 256, s).per_slip; };
  EXPECT_DOUBLE_EQ(price(0), price(0.1));
  EXPECT_DOUBLE_EQ(price(1000), price(10));
}

TEST(MachineSpeed, IsBuiltInForEveryEngine) {
  for (const auto engine : {EngineKind::direct, EngineKind::interval, EngineKind::reference}) {
    const auto small = built_in_speed().prices(engine, 64, 1);
    const auto large = built_in_speed().prices(engine, 65536, 1);
    EXPECT_GT(small.per_slip, 0);
    EXPECT_GT(large.per_slip, small.per_slip);
  }
}

TEST(ExpectedSeconds, AddUpStartRecordsAndSlips) {
  const EnsembleSpec spec = glass(16, 1, 0, {.step = 0.01, .count = 30});
  const auto prices = powers().prices(EngineKind::direct, 256, 1);
  EXPECT_NEAR(
      expected_seconds(spec, spec.points.front(), powers()),
      prices.start + 30 * prices.per_record + prices.per_slip * expected_slips(spec.points.front(), 0.3),
      1e-12);
}

TEST(CostModel, TakesWhatWasMeasuredOverThePrior) {
  CostModel cost(3);
  EXPECT_EQ(cost.seconds(), 3);
  EXPECT_GT(cost.cautious_seconds(), 3);
  cost.observe(1);
  cost.observe(2);
  EXPECT_EQ(cost.seconds(), 1.5);
  EXPECT_EQ(cost.prior_seconds(), 3);
  EXPECT_GE(cost.cautious_seconds(), 2);
}

TEST(Memory, GrowsWithTheLargestLatticeAndTheTasks) {
  const EnsembleSpec small = glass(16, 1, 0, {.step = 0.01, .count = 30});
  const EnsembleSpec large = glass(1024, 1, 0, {.step = 0.01, .count = 30});
  const double alone = memory_per_rank_bytes(large);
  const double shared = memory_per_rank_bytes(large, std::vector<std::uint32_t>{4});
  EXPECT_LT(shared, alone);
  EXPECT_GT(shared, alone / 4);
  EXPECT_GT(memory_per_rank_bytes(large), memory_per_rank_bytes(small) + 1024.0 * 1024 * 8 * 4);
}

}  // namespace
}  // namespace yieldscape
