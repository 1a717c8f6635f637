#include "yieldscape/landscape/landscape.hpp"

#include <gtest/gtest.h>

#include <boost/math/distributions/normal.hpp>
#include <vector>

#include "../support/statistics.hpp"

namespace yieldscape {
namespace {

// Initial and renewed thresholds are told apart by their laws, the words of a pair by their use.
class LandscapeTest : public testing::Test {
 protected:
  LandscapeLaws laws_{.initial = ThresholdLaw({.kind = ThresholdKind::normal, .mean = 1.65, .std = 0.507}),
                      .renewed = ThresholdLaw({.kind = ThresholdKind::weibull, .mean = 1.0, .std = 0.436}),
                      .slip = SlipLaw({.kind = SlipKind::exponential, .c0 = 0.0235, .c1 = 0.0163})};
  RandomNumbers random_{0xfeedU, 4};
  Landscape landscape_{laws_, random_};
};

TEST_F(LandscapeTest, InitialThresholdsComeFromTheInitialLaw) {
  EXPECT_EQ(landscape_.initial_threshold(Site(3), 2),
            laws_.initial.quantile(random_(Stream::initial_threshold, Site(3), 2).second));
}

TEST_F(LandscapeTest, EigenstrainsHaveAStreamOfTheirOwn) {
  EXPECT_EQ(landscape_.eigenstrain(Site(3)),
            standard_normal(random_(Stream::initial_stress, Site(3), 0).second));
}

// The slip is drawn from the old threshold; the new one does not know it.
TEST_F(LandscapeTest, ARenewalDrawsTheSlipFromTheOldThreshold) {
  const UniformPair u = random_(Stream::renewal, Site(7), 9);
  const Renewal renewal = landscape_.renewal(Site(7), 9, 1.25);
  EXPECT_EQ(renewal.slip, laws_.slip(u.first, 1.25));
  EXPECT_EQ(renewal.threshold, laws_.renewed.quantile(u.second));
  EXPECT_EQ(landscape_.renewal(Site(7), 9, 2.0).threshold, renewal.threshold);
  EXPECT_GT(landscape_.renewal(Site(7), 9, 2.0).slip, renewal.slip);
}

TEST_F(LandscapeTest, IsTheSameWhateverWasAskedBefore) {
  const double before = landscape_.renewal(Site(0), 5, 1).threshold;
  for (std::uint32_t visit = 0; visit < 10; ++visit) (void)landscape_.renewal(Site(1), visit, 1);
  EXPECT_EQ(landscape_.renewal(Site(0), 5, 1).threshold, before);
  EXPECT_EQ(Landscape(laws_, random_).renewal(Site(0), 5, 1).threshold, before);
}

TEST_F(LandscapeTest, SitesVisitsAndRealizationsDiffer) {
  const double threshold = landscape_.renewal(Site(0), 0, 1).threshold;
  EXPECT_NE(landscape_.renewal(Site(1), 0, 1).threshold, threshold);
  EXPECT_NE(landscape_.renewal(Site(0), 1, 1).threshold, threshold);
  EXPECT_NE(Landscape(laws_, RandomNumbers(0xfeedU, 5)).renewal(Site(0), 0, 1).threshold, threshold);
  EXPECT_NE(landscape_.initial_threshold(Site(0), 1), landscape_.initial_threshold(Site(0), 0));
}

TEST_F(LandscapeTest, SlipAndNewThresholdAreIndependent) {
  std::vector<double> products;
  for (std::uint32_t i = 0; i < 10'000; ++i) {
    const Renewal renewal = landscape_.renewal(Site(i), 0, 1);
    products.push_back((renewal.slip - laws_.slip.mean(1)) * (renewal.threshold - laws_.renewed.mean()));
  }
  const auto [covariance, error] = test::sample_mean(products);
  EXPECT_LT(std::abs(covariance), test::sigmas * error);
}

TEST_F(LandscapeTest, EigenstrainsAreStandardNormal) {
  std::vector<double> draws;
  for (std::uint32_t i = 0; i < 10'000; ++i) draws.push_back(landscape_.eigenstrain(Site(i)));
  const boost::math::normal normal;
  EXPECT_LT(test::kolmogorov_statistic(draws, [&](double x) { return cdf(normal, x); }),
            test::kolmogorov_bound);
}

TEST(LawNames, AreThoseOfTheConfiguration) {
  EXPECT_EQ(name(ThresholdKind::normal), "normal");
  EXPECT_EQ(name(ThresholdKind::weibull), "weibull");
  EXPECT_EQ(name(ThresholdKind::gamma), "gamma");
  EXPECT_EQ(name(ThresholdKind::lognormal), "lognormal");
  EXPECT_EQ(name(ThresholdKind::exponential), "exponential");
  EXPECT_EQ(name(ThresholdKind::uniform), "uniform");
  EXPECT_EQ(name(ThresholdKind::constant), "constant");
  EXPECT_EQ(name(ThresholdKind::table), "table");
  EXPECT_EQ(name(SlipKind::exponential), "exponential");
  EXPECT_EQ(name(SlipKind::constant), "constant");
  EXPECT_EQ(name(SlipKind::uniform), "uniform");
  EXPECT_EQ(name(SlipKind::table), "table");
}

}  // namespace
}  // namespace yieldscape
