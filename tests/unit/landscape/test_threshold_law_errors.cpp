#include <gmock/gmock.h>

#include <limits>
#include <string>

#include "yieldscape/landscape/threshold_law.hpp"

namespace yieldscape {
namespace {

using testing::HasSubstr;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::string refusal(const ThresholdSpec& spec) {
  try {
    (void)ThresholdLaw(spec);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

TEST(ThresholdLawErrors, SpreadMustBePositive) {
  for (const ThresholdKind kind : {ThresholdKind::normal, ThresholdKind::weibull, ThresholdKind::gamma,
                                   ThresholdKind::lognormal, ThresholdKind::uniform}) {
    EXPECT_THAT(refusal({.kind = kind, .mean = 1, .std = 0}), HasSubstr("positive")) << name(kind);
    EXPECT_THAT(refusal({.kind = kind, .mean = 1, .std = -0.5}), HasSubstr("std -0.5")) << name(kind);
  }
}

TEST(ThresholdLawErrors, MeanOfAPositiveLawMustBePositive) {
  for (const ThresholdKind kind :
       {ThresholdKind::weibull, ThresholdKind::gamma, ThresholdKind::lognormal, ThresholdKind::exponential}) {
    EXPECT_THAT(refusal({.kind = kind, .mean = 0, .std = 1}), HasSubstr("positive")) << name(kind);
    EXPECT_THAT(refusal({.kind = kind, .mean = -2, .std = 1}), HasSubstr("mean -2")) << name(kind);
  }
}

TEST(ThresholdLawErrors, NumbersMustBeFinite) {
  EXPECT_THAT(refusal({.mean = nan, .std = 1}), HasSubstr("finite"));
  EXPECT_THAT(refusal({.mean = 1, .std = infinity}), HasSubstr("finite"));
  EXPECT_THAT(refusal({.mean = 1, .std = 1, .shift = nan}), HasSubstr("finite"));
  EXPECT_THAT(refusal({.kind = ThresholdKind::constant, .mean = infinity}), HasSubstr("finite"));
}

TEST(ThresholdLawErrors, WeibullReachesOnlySomeSpreads) {
  EXPECT_THAT(refusal({.kind = ThresholdKind::weibull, .mean = 1, .std = 1e-6}), HasSubstr("std/mean"));
  EXPECT_THAT(refusal({.kind = ThresholdKind::weibull, .mean = 1, .std = 1e6}), HasSubstr("std/mean"));
}

TEST(ThresholdLawErrors, BoundsMustLeaveSomething) {
  EXPECT_THAT(refusal({.mean = 1, .std = 1, .lower = 2, .upper = 2}), HasSubstr("[2, 2]"));
  EXPECT_THAT(refusal({.mean = 1, .std = 1, .lower = 3, .upper = 2}), HasSubstr("below"));
  EXPECT_THAT(refusal({.mean = 1, .std = 1, .lower = 9}), HasSubstr("fraction"));
  EXPECT_THAT(refusal({.kind = ThresholdKind::weibull, .mean = 1, .std = 1, .upper = -1}),
              HasSubstr("fraction"));
  EXPECT_THAT(refusal({.kind = ThresholdKind::constant, .mean = 1, .lower = 2}), HasSubstr("outside"));
}

TEST(ThresholdLawErrors, BoundsThatAreNoBoundsAreRefused) {
  EXPECT_THAT(refusal({.mean = 1, .std = 1, .lower = nan}), HasSubstr("lower must be below upper"));
  EXPECT_THAT(refusal({.mean = 1, .std = 1, .upper = nan}), HasSubstr("lower must be below upper"));
  EXPECT_THAT(refusal({.mean = 1, .std = 1, .lower = infinity}), HasSubstr("lower must be below upper"));
  EXPECT_THAT(refusal({.mean = 1, .std = 1, .upper = -infinity}), HasSubstr("lower must be below upper"));
}

TEST(ThresholdLawErrors, TableLawNeedsATable) {
  EXPECT_THAT(refusal({.kind = ThresholdKind::table}), HasSubstr("needs a table"));
}

}  // namespace
}  // namespace yieldscape
