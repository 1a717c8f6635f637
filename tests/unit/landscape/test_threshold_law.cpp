#include "yieldscape/landscape/threshold_law.hpp"

#include <gtest/gtest.h>

#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/uniform.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <cmath>
#include <functional>
#include <memory>
#include <numbers>
#include <ostream>
#include <string>

#include "../support/statistics.hpp"
#include "yieldscape/random/counter.hpp"

namespace yieldscape {
namespace {

using Cdf = std::function<double(double)>;

/// A law as a user writes it, and the same law in other words: its CDF and its first two moments.
struct Case {
  std::string name;
  ThresholdSpec spec;
  Cdf cdf;
  double mean;
  double std;
  friend std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }
};

template <class Distribution>
Cdf cdf_of(const Distribution& law) {
  return [law](double x) { return x <= support(law).first ? 0.0 : boost::math::cdf(law, x); };
}

/// A Boost law written by its own parameters must be met by mean and std alone.
template <class Distribution>
Case by_moments(const std::string& name, ThresholdKind kind, const Distribution& law) {
  const double m = boost::math::mean(law);
  const double s = boost::math::standard_deviation(law);
  return {name, {.kind = kind, .mean = m, .std = s}, cdf_of(law), m, s};
}

Case shifted(Case c, double shift) {
  const Cdf cdf = c.cdf;
  c.name += "_shifted";
  c.spec.shift = shift;
  c.cdf = [cdf, shift](double x) { return cdf(x - shift); };
  c.mean += shift;
  return c;
}

/// Conditioned on [lower, upper]; the moments from the density by Simpson's rule.
Case confined(Case c, double lower, double upper, const std::function<double(double)>& density) {
  const Cdf cdf = c.cdf;
  const double below = cdf(lower);
  const double kept = cdf(upper) - below;
  const int intervals = 20'000;
  const double h = (upper - lower) / intervals;
  double first = 0;
  double second = 0;
  for (int i = 0; i <= intervals; ++i) {
    const double x = lower + h * i;
    const double weight = (i == 0 || i == intervals ? 1 : i % 2 == 1 ? 4 : 2) * h / 3 * density(x) / kept;
    first += weight * x;
    second += weight * x * x;
  }
  c.name += "_confined";
  c.spec.lower = lower;
  c.spec.upper = upper;
  c.cdf = [=](double x) { return (cdf(x) - below) / kept; };
  c.mean = first;
  c.std = std::sqrt(second - first * first);
  return c;
}

std::vector<Case> cases() {
  const boost::math::normal normal(1.0, 0.436);
  const boost::math::weibull weibull(2.5, 1.1);
  const boost::math::weibull heavy(0.7, 0.8);
  const boost::math::gamma_distribution<double> gamma(4.0, 0.3);
  const boost::math::lognormal lognormal(-0.1, 0.4);
  const boost::math::exponential exponential(1 / 0.7);
  const boost::math::uniform uniform(0.4, 1.9);
  const Case normal_case = by_moments("normal", ThresholdKind::normal, normal);
  const Case gamma_case = by_moments("gamma", ThresholdKind::gamma, gamma);
  return {
      normal_case,
      by_moments("weibull", ThresholdKind::weibull, weibull),
      by_moments("weibull_heavy", ThresholdKind::weibull, heavy),
      gamma_case,
      by_moments("lognormal", ThresholdKind::lognormal, lognormal),
      by_moments("exponential", ThresholdKind::exponential, exponential),
      by_moments("uniform", ThresholdKind::uniform, uniform),
      shifted(by_moments("weibull", ThresholdKind::weibull, weibull), -0.6),
      shifted(normal_case, 0.25),
      confined(normal_case, 0.9, 2.1, [normal](double x) { return pdf(normal, x); }),
      confined(gamma_case, 0.2, 1.0, [gamma](double x) { return pdf(gamma, x); }),
      confined(shifted(normal_case, -0.5), 0.0, 5.0, [normal](double x) { return pdf(normal, x + 0.5); }),
  };
}

class ThresholdLawOf : public testing::TestWithParam<Case> {};

TEST_P(ThresholdLawOf, HasTheWantedMoments) {
  const ThresholdLaw law(GetParam().spec);
  EXPECT_NEAR(law.mean(), GetParam().mean, 1e-9);
  EXPECT_NEAR(law.std(), GetParam().std, 1e-9);
  EXPECT_NEAR(law.second_moment(), std::pow(GetParam().mean, 2) + std::pow(GetParam().std, 2), 1e-9);
}

TEST_P(ThresholdLawOf, QuantileInvertsTheCdf) {
  const ThresholdLaw law(GetParam().spec);
  for (const double u : {1e-6, 1e-3, 0.1, 0.3, 0.5, 0.77, 0.95, 0.999, 1 - 1e-6}) {
    EXPECT_NEAR(GetParam().cdf(law.quantile(u)), u, 1e-11);
  }
}

TEST_P(ThresholdLawOf, QuantileIsFiniteAndIncreasesUpToTheExtremeDraws) {
  const ThresholdLaw law(GetParam().spec);
  double last = law.quantile(0x1p-53);
  EXPECT_TRUE(std::isfinite(last));
  for (const double u : {0x1p-50, 0x1p-30, 0.01, 0.2, 0.4, 0.6, 0.8, 0.99, 1 - 0x1p-30, 1 - 0x1p-50}) {
    const double next = law.quantile(u);
    EXPECT_GE(next, last) << "u = " << u;
    if (u > 0x1p-50 && u < 1 - 0x1p-50) {
      EXPECT_GT(next, last) << "u = " << u;
    }
    last = next;
  }
  EXPECT_GE(law.quantile(1 - 0x1p-53), last);
  EXPECT_TRUE(std::isfinite(law.quantile(1 - 0x1p-53)));
}

TEST_P(ThresholdLawOf, DrawsFollowTheLaw) {
  const ThresholdLaw law(GetParam().spec);
  const RandomNumbers random(20231, 0);
  std::vector<double> draws;
  std::vector<double> squares;
  for (std::uint32_t i = 0; i < 10'000; ++i) {
    draws.push_back(law.quantile(random(Stream::renewal, Site(i), 0).second));
    squares.push_back(draws.back() * draws.back());
    ASSERT_GE(draws.back(), GetParam().spec.lower);
    ASSERT_LE(draws.back(), GetParam().spec.upper);
  }
  const auto first = test::sample_mean(draws);
  const auto second = test::sample_mean(squares);
  EXPECT_NEAR(first.value, law.mean(), test::sigmas * first.standard_error);
  EXPECT_NEAR(second.value, law.second_moment(), test::sigmas * second.standard_error);
  EXPECT_LT(test::kolmogorov_statistic(draws, GetParam().cdf), test::kolmogorov_bound);
}

INSTANTIATE_TEST_SUITE_P(Laws, ThresholdLawOf, testing::ValuesIn(cases()),
                         [](const auto& test) { return test.param.name; });

TEST(ThresholdLaw, ConstantIsOneValue) {
  const ThresholdLaw law(
      {.kind = ThresholdKind::constant, .mean = 0.75, .shift = 0.5, .lower = 1, .upper = 2});
  for (const double u : {0x1p-53, 0.3, 1 - 0x1p-53}) EXPECT_EQ(law.quantile(u), 1.25);
  EXPECT_EQ(law.mean(), 1.25);
  EXPECT_EQ(law.std(), 0);
  EXPECT_EQ(law.second_moment(), 1.5625);
}

TEST(ThresholdLaw, NegativeThresholdsAreKept) {
  EXPECT_LT(ThresholdLaw({.kind = ThresholdKind::normal, .mean = 1, .std = 0.436}).quantile(1e-3), 0);
}

// Half-normal: mean σ sqrt(2/π), second moment σ².
TEST(ThresholdLaw, OneSidedTruncationHasTheMomentsOfTheHalfNormal) {
  const ThresholdLaw law({.kind = ThresholdKind::normal, .mean = 0, .std = 2, .lower = 0});
  EXPECT_NEAR(law.mean(), 2 * std::sqrt(2 / std::numbers::pi), 1e-9);
  EXPECT_NEAR(law.second_moment(), 4, 1e-9);
  EXPECT_GE(law.quantile(0x1p-53), 0);
}

// From far away a bound changes nothing; close to each other the bounds leave a uniform law.
TEST(ThresholdLaw, TruncationHasItsLimits) {
  const ThresholdSpec spec{.kind = ThresholdKind::normal, .mean = 1, .std = 0.4};
  ThresholdSpec wide = spec;
  wide.lower = -20;
  wide.upper = 20;
  for (const double u : {1e-9, 0.2, 0.9}) {
    EXPECT_NEAR(ThresholdLaw(wide).quantile(u), ThresholdLaw(spec).quantile(u), 1e-9);
  }
  ThresholdSpec narrow = spec;
  narrow.lower = 1.1;
  narrow.upper = 1.1001;
  const ThresholdLaw law(narrow);
  EXPECT_NEAR(law.mean(), 1.10005, 1e-8);
  EXPECT_NEAR(law.quantile(0.25), 1.100025, 1e-8);
  EXPECT_EQ(law.quantile(0x1p-53), 1.1);
}

TEST(ThresholdLaw, ExtremeSpreadsAreStillLaws) {
  for (const ThresholdKind kind : {ThresholdKind::weibull, ThresholdKind::gamma, ThresholdKind::lognormal}) {
    for (const double std : {1e-4, 30.0}) {
      const ThresholdLaw law({.kind = kind, .mean = 1, .std = std});
      EXPECT_NEAR(law.mean(), 1, 1e-8) << name(kind);
      EXPECT_NEAR(law.std() / std, 1, 1e-6) << name(kind);
      EXPECT_TRUE(std::isfinite(law.quantile(0.5)));
    }
  }
}

}  // namespace
}  // namespace yieldscape
