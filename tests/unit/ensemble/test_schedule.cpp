#include <gmock/gmock.h>

#include <map>
#include <set>

#include "yieldscape/ensemble/schedule.hpp"

namespace yieldscape {
namespace {

Point point(int length, double c0) {
  ModelParams params;
  params.lattice = Lattice(length, length);
  params.moduli = {.shear_modulus = 19, .bulk_modulus = 55};
  params.initial_thresholds = {.mean = 1, .std = 0.4};
  params.renewed_thresholds = params.initial_thresholds;
  params.slip.c0 = c0;
  return Point({}, params, 1);
}

PointWork work(double seconds, std::vector<RealizationRange> missing) {
  PointWork result{.cost = CostModel(point(16, 0.05), 1), .missing = std::move(missing)};
  result.cost.observe(seconds);
  return result;
}

std::vector<Batch> all_batches(Schedule& schedule) {
  std::vector<Batch> batches;
  for (Batch batch = schedule.next(); !batch.empty(); batch = schedule.next()) batches.push_back(batch);
  return batches;
}

TEST(Schedule, HandsOutEveryMissingRealizationOnceInIncreasingOrder) {
  Schedule schedule({work(0.001, {{0, 5}, {7, 8}, {20, 300}}), work(0.002, {{3, 100}})}, {.workers = 3});
  EXPECT_EQ(schedule.tasks_left(), 383U);
  std::map<std::uint32_t, std::vector<std::uint32_t>> seen;
  for (const Batch& batch : all_batches(schedule)) {
    for (auto r = batch.realizations.first; r < batch.realizations.last; ++r) seen[batch.point].push_back(r);
  }
  EXPECT_EQ(schedule.tasks_left(), 0U);
  EXPECT_EQ(seen[0].size(), 286U);
  EXPECT_EQ(seen[1].size(), 97U);
  for (auto& [p, realizations] : seen) {
    EXPECT_TRUE(std::ranges::is_sorted(realizations)) << "point " << p;
    EXPECT_EQ(std::set(realizations.begin(), realizations.end()).size(), realizations.size());
  }
}

TEST(Schedule, TakesTheCostliestPointFirst) {
  Schedule schedule({work(1, {{0, 2}}), work(100, {{0, 2}}), work(10, {{0, 2}})}, {.workers = 1});
  std::vector<std::uint32_t> order;
  for (const Batch& batch : all_batches(schedule)) order.push_back(batch.point);
  EXPECT_THAT(order, ::testing::ElementsAre(1, 1, 2, 2, 0, 0));
}

TEST(Schedule, BatchesShortTasksAndShrinksTheBatchesTowardsTheEnd) {
  Schedule schedule({work(0.001, {{0, 1000}})}, {.workers = 4, .batch_seconds = 0.05});
  const std::vector<Batch> batches = all_batches(schedule);
  EXPECT_EQ(batches.front().size(), 50U);
  EXPECT_EQ(batches.back().size(), 1U);
  for (std::size_t i = 1; i < batches.size(); ++i) EXPECT_LE(batches[i].size(), batches[i - 1].size());
}

TEST(Schedule, LongTasksComeOneByOne) {
  Schedule schedule({work(60, {{0, 100}})}, {.workers = 4});
  for (const Batch& batch : all_batches(schedule)) EXPECT_EQ(batch.size(), 1U);
}

TEST(Schedule, DoesNotStartWhatCannotFinishBeforeTheDeadline) {
  Schedule schedule({work(100, {{0, 2}}), work(1, {{0, 2}})}, {.workers = 1});
  EXPECT_EQ(schedule.next(50).point, 1U);
  EXPECT_EQ(schedule.next(50).point, 1U);
  EXPECT_TRUE(schedule.next(50).empty());
  EXPECT_EQ(schedule.tasks_left(), 2U);
  EXPECT_EQ(schedule.next(1000).point, 0U);
}

TEST(Schedule, FollowsWhatFinishedTasksCost) {
  Schedule schedule({work(1, {{0, 10}}), work(2, {{0, 10}})}, {.workers = 1});
  EXPECT_EQ(schedule.next().point, 1U);
  for (int i = 0; i < 100; ++i) schedule.observe(0, 50);
  EXPECT_EQ(schedule.next().point, 0U);
}

TEST(CostModel, PriorGrowsWithLatticeStrainAndFallsWithSlip) {
  const double base = CostModel(point(16, 0.05), 1).seconds();
  EXPECT_NEAR(CostModel(point(16, 0.05), 2).seconds(), 2 * base, 1e-12);
  EXPECT_GT(CostModel(point(32, 0.05), 1).seconds(), 4 * base);
  EXPECT_NEAR(CostModel(point(16, 0.1), 1).seconds(), base / 2, 1e-12);
  EXPECT_NEAR(expected_slips(point(16, 0.05), 2), 256 * 2 / 0.05, 1e-6);
}

TEST(MissingRanges, AreTheGapsBetweenFinishedRealizations) {
  const auto gaps = [](std::uint32_t n, std::vector<std::uint32_t> finished) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> result;
    for (const auto& range : missing_ranges(n, finished)) result.emplace_back(range.first, range.last);
    return result;
  };
  using Gaps = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
  EXPECT_EQ(gaps(5, {}), (Gaps{{0, 5}}));
  EXPECT_EQ(gaps(5, {0, 1, 2, 3, 4}), (Gaps{}));
  EXPECT_EQ(gaps(5, {0, 2}), (Gaps{{1, 2}, {3, 5}}));
  EXPECT_EQ(gaps(3, {1, 7, 9}), (Gaps{{0, 1}, {2, 3}}));
}

}  // namespace
}  // namespace yieldscape
