#include "yieldscape/ensemble/realization.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "../support/glasses.hpp"
#include "yieldscape/core/error.hpp"

namespace yieldscape {
namespace {

using testing::SizeIs;

EnsembleSpec ensemble(std::size_t strains = 100) {
  EnsembleSpec spec;
  spec.grid = {.step = 0.005, .count = strains};
  spec.record.events = true;
  spec.record.maps_at = {39};
  spec.record.histograms_at = {39};
  spec.points.emplace_back(Point::Labels{.name = "one"}, test::aged_glass(), 300);
  return spec;
}

RealizationResult compute(const EnsembleSpec& spec, std::uint32_t realization = 0) {
  const Medium medium(spec.points[0].params());
  return run_realization(spec, medium, {.point = 0, .realization = realization},
                         [] { return Verdict::go_on; })
      .value();
}

/// Bit for bit; NaN (the localization of a field that has not slipped) equals NaN.
bool same(std::span<const double> a, std::span<const double> b) {
  return std::ranges::equal(a, b,
                            [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

TEST(Realization, IsDecidedByItsNumberAlone) {
  const EnsembleSpec spec = ensemble();
  const RealizationResult first = compute(spec, 3);
  const RealizationResult again = compute(spec, 3);
  EXPECT_TRUE(same(first.records.series.values(), again.records.series.values()));
  EXPECT_EQ(first.records.avalanches, again.records.avalanches);
  EXPECT_EQ(first.records.histograms, again.records.histograms);
  EXPECT_EQ(first.slips, again.slips);
  EXPECT_NE(first.records.avalanches, compute(spec, 4).records.avalanches);
}

TEST(Realization, IsTheSameWithTheReferenceEngine) {
  EnsembleSpec reference = ensemble();
  reference.engine = EngineChoice::reference;
  EnsembleSpec direct = ensemble();
  direct.engine = EngineChoice::direct;
  const RealizationResult expected = compute(reference);
  const RealizationResult result = compute(direct);
  EXPECT_TRUE(same(result.records.series.values(), expected.records.series.values()));
  EXPECT_EQ(result.records.avalanches, expected.records.avalanches);
  EXPECT_EQ(result.records.maps, expected.records.maps);
  EXPECT_EQ(result.records.histograms, expected.records.histograms);
}

// All sites are equally strong at first: which of them slips is decided by their numbers, and that is a tie.
TEST(Realization, CountsNearTiesWhereTheEngineCanMeetThem) {
  EnsembleSpec spec = ensemble(4);
  ModelParams params = test::aged_glass(Lattice(65, 65));
  params.initial_thresholds = test::constant_law(0.1);
  spec.points = {Point({.name = "one"}, params, 1)};
  spec.engine = EngineChoice::interval;
  const RealizationResult interval = compute(spec);
  EXPECT_GT(interval.slips, 0U);
  EXPECT_GT(interval.near_ties, 0U);
  spec.engine = EngineChoice::direct;
  EXPECT_EQ(compute(spec).near_ties, 0U);
}

// A run to half the strain is the first half of the run.
TEST(Realization, AShorterRunIsAPrefix) {
  const RealizationResult whole = compute(ensemble(200));
  const RealizationResult half = compute(ensemble(100));
  for (std::size_t i = 0; i < observable_count; ++i) {
    EXPECT_TRUE(same(half.records.series[Observable(i)], whole.records.series[Observable(i)].first(100)));
  }
  ASSERT_LT(half.records.avalanches.size(), whole.records.avalanches.size());
  EXPECT_TRUE(std::ranges::equal(half.records.avalanches,
                                 std::span(whole.records.avalanches).first(half.records.avalanches.size())));
  EXPECT_EQ(half.records.maps, whole.records.maps);
}

TEST(Realization, RecordsAgreeWithEachOther) {
  const RealizationResult result = compute(ensemble());
  std::uint64_t slips = 0;
  std::uint64_t rounds = 0;
  for (const Avalanche& avalanche : result.records.avalanches) {
    slips += avalanche.slips;
    rounds += avalanche.rounds;
  }
  EXPECT_EQ(result.slips, slips);
  EXPECT_EQ(result.rounds, rounds);
  EXPECT_EQ(result.records.series[Observable::slips].back(), double(slips));
  EXPECT_EQ(result.records.series[Observable::avalanches].back(), double(result.records.avalanches.size()));
  ASSERT_THAT(result.records.maps, SizeIs(1));
  EXPECT_NEAR(mean(result.records.maps[0].stress), result.records.series[Observable::stress][39], 1e-12);
  EXPECT_GT(result.seconds, 0);
}

TEST(Realization, RecordingDoesNotChangeTheRun) {
  EnsembleSpec plain = ensemble();
  plain.record = {};
  EXPECT_TRUE(same(compute(plain).records.series.values(), compute(ensemble()).records.series.values()));
  EXPECT_TRUE(compute(plain).records.avalanches.empty());
}

TEST(Realization, MapsAreKeptOfTheFirstRealizationsOnly) {
  EnsembleSpec spec = ensemble(40);
  spec.record.maps_realizations = 2;
  EXPECT_THAT(compute(spec, 1).records.maps, SizeIs(1));
  EXPECT_THAT(compute(spec, 2).records.maps, SizeIs(0));
  EXPECT_THAT(compute(spec, 2).records.histograms, SizeIs(1));
}

TEST(Realization, AVerdictToStopLeavesNothing) {
  const EnsembleSpec spec = ensemble();
  const Medium medium(spec.points[0].params());
  int asked = 0;
  const auto result = run_realization(spec, medium, {.point = 0, .realization = 0},
                                      [&] { return ++asked == 10 ? Verdict::stop : Verdict::go_on; });
  EXPECT_FALSE(result.has_value());
  EXPECT_EQ(asked, 10);
}

TEST(Realization, ThatCannotBeCompletedIsAnError) {
  EnsembleSpec spec = ensemble();
  spec.round_limit = 1;
  EXPECT_THROW((void)compute(spec), RealizationError);
}

// With common random numbers, points that differ in elasticity alone begin with the same thresholds.
TEST(Realization, CommonSeedsShareTheDisorder) {
  EnsembleSpec spec = ensemble(1);
  ModelParams other = test::aged_glass();
  other.kernel.form = KernelForm::laplacian;
  spec.points.emplace_back(Point::Labels{.name = "two"}, other, 300);
  const auto threshold_mean = [&](std::uint32_t point) {
    const Medium medium(spec.points[point].params());
    const auto result = run_realization(spec, medium, {.point = point}, [] { return Verdict::go_on; });
    return result.value().records.series[Observable::threshold_mean][0];
  };
  EXPECT_NE(threshold_mean(0), threshold_mean(1));
  spec.seed_policy = SeedPolicy::common;
  EXPECT_EQ(threshold_mean(0), threshold_mean(1));
}

}  // namespace
}  // namespace yieldscape
