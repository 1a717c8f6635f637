#include <gmock/gmock.h>

#include <limits>
#include <map>
#include <set>

#include "yieldscape/ensemble/schedule.hpp"

namespace yieldscape {
namespace {

PointWork work(double seconds, std::vector<RealizationRange> missing) {
  PointWork result{.cost = CostModel(1), .missing = std::move(missing)};
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

PointWork work_for(std::uint32_t ranks, double seconds, std::uint32_t realizations) {
  PointWork result = work(seconds, {{0, realizations}});
  result.ranks = ranks;
  return result;
}

TEST(WantedSize, IsTheTeamsOwnThenOneToSplitIntoThenALittleLarger) {
  const std::vector<std::uint32_t> sizes{1, 4, 8};
  EXPECT_EQ(wanted_size(sizes, 8, 100), 8U);
  EXPECT_EQ(wanted_size(sizes, 4, 100), 4U);
  EXPECT_EQ(wanted_size(sizes, 7, 100), 4U) << "to be split into";
  EXPECT_EQ(wanted_size(std::vector<std::uint32_t>{8}, 5, 100), 8U) << "at most double";
  EXPECT_EQ(wanted_size(std::vector<std::uint32_t>{8, 9}, 4, 100), 8U);
  EXPECT_EQ(wanted_size(std::vector<std::uint32_t>{8}, 3, 100), 0U) << "more than double";
  EXPECT_EQ(wanted_size(std::vector<std::uint32_t>{8}, 3, 3), 8U) << "the whole crew";
  EXPECT_EQ(wanted_size({}, 3, 3), 0U);
}

TEST(Schedule, GivesATeamWorkOfItsSizeThenWhatToSplitInto) {
  Schedule schedule({work_for(1, 0.01, 3), work_for(4, 100, 2), work_for(8, 10, 1)}, {.workers = 13});
  EXPECT_EQ(schedule.largest_team(), 8U);
  const double no_deadline = std::numeric_limits<double>::infinity();
  const Batch largest = schedule.next(no_deadline, 8);
  EXPECT_EQ(largest.point, 2U);
  EXPECT_EQ(largest.ranks, 8U);
  EXPECT_EQ(schedule.next(no_deadline, 5).split, 4U) << "the rest of the crew";
  EXPECT_EQ(schedule.next(no_deadline, 4).point, 1U);
  EXPECT_EQ(schedule.next(no_deadline, 8).split, 4U) << "the first team is back";
  EXPECT_EQ(schedule.next(no_deadline, 4).point, 1U);
  EXPECT_EQ(schedule.next(no_deadline, 4).split, 1U);
  for (int i = 0; i < 3; ++i) {
    const Batch batch = schedule.next(no_deadline, 1);
    EXPECT_EQ(batch.point, 0U);
    EXPECT_EQ(batch.ranks, 1U);
  }
  EXPECT_TRUE(schedule.next(no_deadline, 1).empty());
  EXPECT_EQ(schedule.next(no_deadline, 1).split, 0U);
}

TEST(Schedule, ASmallCrewIsOneTeam) {
  Schedule schedule({work_for(8, 10, 2)}, {.workers = 3});
  EXPECT_EQ(schedule.largest_team(), 3U);
  EXPECT_EQ(schedule.next(std::numeric_limits<double>::infinity(), 3).size(), 1U);
}

TEST(Schedule, ATeamSharesTheTimeOfARealization) {
  Schedule schedule({work_for(4, 100, 2)}, {.workers = 6});
  EXPECT_TRUE(schedule.next(70, 2).empty()) << "a team of 2 needs 50 s, cautiously 75 s";
  EXPECT_FALSE(schedule.next(40, 4).empty()) << "one of 4 half of that";
}

// Otherwise a realization longer than any job could never be computed.
TEST(Schedule, WhatKeepsItsProgressMayBeBegunThoughItCannotBeFinished) {
  Schedule schedule({work(5000, {{0, 2}})}, {.workers = 1, .checkpoint_interval = 600});
  EXPECT_TRUE(schedule.next(599).empty());
  EXPECT_EQ(schedule.next(601).size(), 1U);

  Schedule for_teams({work_for(2, 5000, 1)}, {.workers = 2, .checkpoint_interval = 600});
  EXPECT_TRUE(for_teams.next(599, 2).empty());
  EXPECT_EQ(for_teams.next(601, 2).size(), 1U);
}

TEST(Schedule, SuspectsComeOneByOneAndAreNotInTheWork) {
  Schedule schedule(
      {work(10, {{0, 2}}), work(100, {})},
      {.workers = 2, .suspects = {{.point = 1, .realization = 4}, {.point = 0, .realization = 7}}});
  EXPECT_EQ(schedule.tasks_left(), 4U);
  const Batch first = schedule.next_suspect(50);
  EXPECT_EQ(first.point, 0U) << "the other one does not fit";
  EXPECT_EQ(first.realizations.first, 7U);
  EXPECT_EQ(first.size(), 1U);
  const Batch second = schedule.next_suspect();
  EXPECT_EQ(second.point, 1U);
  EXPECT_EQ(second.realizations.first, 4U);
  EXPECT_TRUE(schedule.next_suspect().empty());
  EXPECT_EQ(schedule.tasks_left(), 2U);
}

}  // namespace
}  // namespace yieldscape
