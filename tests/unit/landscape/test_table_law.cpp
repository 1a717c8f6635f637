#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "../support/statistics.hpp"
#include "yieldscape/landscape/quantile_table.hpp"
#include "yieldscape/landscape/threshold_law.hpp"
#include "yieldscape/random/counter.hpp"

namespace yieldscape {
namespace {

// Threshold laws from a user's table: measured P(σ_c) as an inverse CDF or as raw samples.

ThresholdSpec table_spec(Table table) {
  return {.kind = ThresholdKind::table, .table = std::make_shared<const Table>(std::move(table))};
}

TEST(TableLaw, DrawsFollowTheTable) {
  const QuantileTable table({.probability = {0, 0.25, 1}, .value = {-1, 1, 4}});
  const ThresholdLaw law(table_spec({.probability = {0, 0.25, 1}, .value = {-1, 1, 4}}));
  const RandomNumbers random(5, 0);
  std::vector<double> draws;
  for (std::uint32_t i = 0; i < 10'000; ++i) {
    draws.push_back(law.quantile(random(Stream::renewal, Site(i), 0).second));
  }
  EXPECT_LT(test::kolmogorov_statistic(draws, [&](double x) { return table.cdf(x); }),
            test::kolmogorov_bound);
  const auto mean = test::sample_mean(draws);
  EXPECT_NEAR(mean.value, law.mean(), test::sigmas * mean.standard_error);
  EXPECT_DOUBLE_EQ(law.mean(), 1.875);
  EXPECT_DOUBLE_EQ(law.second_moment(), 0.25 / 3 + 0.75 * 7);
}

TEST(TableLaw, ShiftMovesIt) {
  ThresholdSpec spec = table_spec({.probability = {0, 1}, .value = {1, 3}});
  spec.shift = 0.5;
  const ThresholdLaw law(spec);
  EXPECT_EQ(law.quantile(0.5), 2.5);
  EXPECT_DOUBLE_EQ(law.mean(), 2.5);
  EXPECT_NEAR(law.std(), 1 / std::sqrt(3.0), 1e-15);
}

// Bounds act on σ_c, shift included.
TEST(TableLaw, BoundsConfineIt) {
  ThresholdSpec spec = table_spec({.probability = {0, 0.25, 1}, .value = {-1, 1, 4}});
  spec.shift = 0.5;
  spec.lower = 0.5;
  spec.upper = 3;
  const ThresholdLaw law(spec);
  EXPECT_DOUBLE_EQ(law.quantile(0x1p-53), 0.5);
  EXPECT_DOUBLE_EQ(law.quantile(0.25), 1.5);
  EXPECT_DOUBLE_EQ(law.quantile(1 - 0x1p-53), 3);
  EXPECT_DOUBLE_EQ(law.mean(), 0.25 * 1 + 0.75 * 2.25);
}

// [lower, upper] is closed: an atom on either bound stays, with its weight.
TEST(TableLaw, AnAtomOnABoundIsKept) {
  ThresholdSpec spec = table_spec({.probability = {0, 0.5, 0.75, 1}, .value = {0, 0, 1, 1}});
  spec.lower = 0;
  spec.upper = 1;
  const ThresholdLaw law(spec);
  EXPECT_EQ(law.quantile(0.4), 0);
  EXPECT_EQ(law.quantile(0.9), 1);
  EXPECT_DOUBLE_EQ(law.mean(), 0.25 * 0.5 + 0.25);
}

TEST(TableLaw, SamplesOfALawGiveBackItsMoments) {
  Table samples;
  const RandomNumbers random(11, 0);
  const ThresholdLaw normal({.kind = ThresholdKind::normal, .mean = 1, .std = 0.436});
  for (std::uint32_t i = 0; i < 2000; ++i) {
    samples.value.push_back(normal.quantile(random(Stream::renewal, Site(i), 0).second));
  }
  const auto mean = test::sample_mean(samples.value);
  const ThresholdLaw law(table_spec(samples));
  EXPECT_NEAR(law.mean(), mean.value, 1e-12);
  EXPECT_NEAR(law.std(), mean.standard_error * std::sqrt(2000.0), 1e-3);
}

}  // namespace
}  // namespace yieldscape
