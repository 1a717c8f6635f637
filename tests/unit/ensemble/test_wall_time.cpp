#include <gtest/gtest.h>

#include "yieldscape/ensemble/wall_time.hpp"

namespace yieldscape {
namespace {

double wall(std::vector<TaskLoad> loads, std::uint32_t workers) {
  return wall_seconds(loads, workers);
}

TEST(WallTime, OneWorkerTakesTheSum) {
  EXPECT_DOUBLE_EQ(wall({{3, 2.0}, {4, 0.5}}, 1), 8);
}

TEST(WallTime, EqualTasksComeInWholeTurns) {
  EXPECT_DOUBLE_EQ(wall({{10, 1.0}}, 8), 2);
  EXPECT_DOUBLE_EQ(wall({{16, 1.0}}, 8), 2);
  EXPECT_DOUBLE_EQ(wall({{17, 1.0}}, 8), 3);
}

TEST(WallTime, ShortTasksFillTheGapsThatLongOnesLeave) {
  // Three of 4 s on two workers: one has 8 s to do; eight of half a second fit beside its second one.
  EXPECT_DOUBLE_EQ(wall({{8, 0.5}, {3, 4.0}}, 2), 8);
}

TEST(WallTime, MoreWorkersThanTasksWaitForTheLongest) {
  EXPECT_DOUBLE_EQ(wall({{3, 7.0}, {2, 1.0}}, 1000), 7);
}

TEST(WallTime, ManyTasksAreSharedEvenly) {
  EXPECT_NEAR(wall({{1'000'000, 0.001}}, 100), 10, 0.1);
  EXPECT_DOUBLE_EQ(wall({{1'000'000, 1e-6}, {1, 5.0}}, 100), 5);
}

TEST(WallTime, TeamsShareATask) {
  EXPECT_DOUBLE_EQ(wall({{3, 8.0, 4}}, 8), 4);               // two teams of four: two turns of 2 s
  EXPECT_DOUBLE_EQ(wall({{1, 8.0, 4}}, 2), 4);               // a crew smaller than the team
  EXPECT_DOUBLE_EQ(wall({{1, 8.0, 4}, {8, 1.0, 1}}, 4), 4);  // first together, then each for itself
}

TEST(WallTime, NothingToDoTakesNoTime) {
  EXPECT_EQ(wall({}, 4), 0);
  EXPECT_EQ(wall({{0, 3.0}}, 4), 0);
}

}  // namespace
}  // namespace yieldscape
