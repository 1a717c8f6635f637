#include "yieldscape/ensemble/realizations_needed.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace yieldscape {
namespace {

TEST(RealizationsNeeded, NoMoreWhereTheGoalIsMet) {
  EXPECT_EQ(realizations_needed(100, 100, 0.002, 0.002), 100U);
  EXPECT_EQ(realizations_needed(300, 100, 0.001, 0.002), 300U);
}

TEST(RealizationsNeeded, FollowTheLawOfTheSquareRootInWholeBatches) {
  EXPECT_EQ(realizations_needed(100, 100, 0.003, 0.002), 300U);    // 225 and a reserve
  EXPECT_EQ(realizations_needed(100, 100, 0.00201, 0.002), 200U);  // one batch at least
}

TEST(RealizationsNeeded, TrustAnErrorNoFurtherThanFourTimes) {
  EXPECT_EQ(realizations_needed(400, 100, 1.0, 0.002), 1700U);
}

TEST(RealizationsNeeded, OneBatchMoreWhereNoErrorIsKnown) {
  EXPECT_EQ(realizations_needed(1, 1, std::numeric_limits<double>::quiet_NaN(), 0.002), 2U);
}

TEST(RealizationsNeeded, EndWhereTheNumbersEnd) {
  EXPECT_LE(realizations_needed(4'000'000'000U, 1000, 1.0, 0.1), std::numeric_limits<std::uint32_t>::max());
}

}  // namespace
}  // namespace yieldscape
