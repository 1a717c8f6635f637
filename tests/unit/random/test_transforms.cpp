#include "yieldscape/random/transforms.hpp"

#include <gtest/gtest.h>

#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numbers>

namespace yieldscape {
namespace {

TEST(StandardNormal, MatchesTabulatedQuantiles) {
  EXPECT_EQ(standard_normal(0.5), 0);
  EXPECT_NEAR(standard_normal(0.75), 0.674489750196082, 1e-14);
  EXPECT_NEAR(standard_normal(0.975), 1.959963984540054, 1e-14);
  EXPECT_NEAR(standard_normal(0.999), 3.090232306167813, 1e-13);
  EXPECT_NEAR(standard_normal(1e-10), -6.361340902404056, 1e-13);
}

TEST(StandardNormal, InvertsTheCdf) {
  const boost::math::normal normal;
  for (const double u : {0x1p-53, 1e-12, 1e-6, 0.01, 0.2, 0.4999, 0.5001, 0.9, 0.999999}) {
    EXPECT_NEAR(boost::math::cdf(normal, standard_normal(u)) / u, 1, 1e-13) << "u = " << u;
  }
}

TEST(StandardNormal, IsOddAboutOneHalf) {
  for (const double u : {0x1p-53, 3 * 0x1p-53, 0x1p-20, 0.125, 0.375}) {
    EXPECT_DOUBLE_EQ(standard_normal(1 - u), -standard_normal(u)) << "u = " << u;
  }
}

TEST(StandardExponential, IsMinusTheLogarithm) {
  EXPECT_DOUBLE_EQ(standard_exponential(0.5), std::numbers::ln2);
  EXPECT_DOUBLE_EQ(standard_exponential(0x1p-53), 53 * std::numbers::ln2);
}

TEST(StandardExponential, IsPositiveAtTheLargestNumber) {
  EXPECT_GT(standard_exponential(1 - 0x1p-53), 0);
}

}  // namespace
}  // namespace yieldscape
