#include "yieldscape/drive/strain_grid.hpp"

#include <gtest/gtest.h>

namespace yieldscape {
namespace {

TEST(StrainGrid, BeginsAtOneStepAndEndsAtTheLast) {
  const StrainGrid grid{.step = 0.25, .count = 8};
  EXPECT_EQ(grid.strain(0), 0.25);
  EXPECT_EQ(grid.strain(7), 2.0);
}

// Multiplied, not accumulated: the paper's 400 steps of 0.005 end at 2 exactly.
TEST(StrainGrid, DoesNotAccumulateRounding) {
  const StrainGrid grid{.step = 0.005, .count = 400};
  EXPECT_EQ(grid.strain(39), 0.2);
  EXPECT_EQ(grid.strain(399), 2.0);
}

}  // namespace
}  // namespace yieldscape
