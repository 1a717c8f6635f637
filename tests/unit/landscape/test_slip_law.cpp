#include "yieldscape/landscape/slip_law.hpp"

#include <gmock/gmock.h>

#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/uniform.hpp>
#include <limits>
#include <memory>
#include <string>

#include "../support/statistics.hpp"
#include "yieldscape/random/counter.hpp"

namespace yieldscape {
namespace {

using testing::HasSubstr;

std::vector<double> draw_slips(const SlipLaw& law, double threshold) {
  const RandomNumbers random(77, 0);
  std::vector<double> slips;
  for (std::uint32_t i = 0; i < 10'000; ++i) {
    slips.push_back(law(random(Stream::renewal, Site(i), 0).first, threshold));
  }
  return slips;
}

std::shared_ptr<const Table> slip_table() {
  return std::make_shared<const Table>(Table{.probability = {0, 0.5, 1}, .value = {0, 1, 5}});
}

// The mean is c0 + c1 σ_c² (eq. 12) whatever the shape and the sign of the threshold.
TEST(SlipLaw, MeanGrowsWithTheSquareOfTheThreshold) {
  for (const SlipKind kind :
       {SlipKind::exponential, SlipKind::constant, SlipKind::uniform, SlipKind::table}) {
    const SlipLaw law({.kind = kind, .c0 = 0.0235, .c1 = 0.0163, .table = slip_table()});
    for (const double threshold : {-0.8, 0.0, 1.3}) {
      const double mean = 0.0235 + 0.0163 * threshold * threshold;
      EXPECT_DOUBLE_EQ(law.mean(threshold), mean);
      const auto drawn = test::sample_mean(draw_slips(law, threshold));
      EXPECT_NEAR(drawn.value, mean, test::sigmas * drawn.standard_error + 1e-12) << name(kind);
    }
  }
}

TEST(SlipLaw, UncorrelatedSlipsIgnoreTheThreshold) {
  const SlipLaw law({.c0 = 0.05});
  EXPECT_EQ(law(0.3, -1), law(0.3, 2));
}

TEST(SlipLaw, ExponentialSlipsAreExponential) {
  const SlipLaw law({.kind = SlipKind::exponential, .c0 = 0.03, .c1 = 0.02});
  const boost::math::exponential expected(1 / law.mean(1.5));
  EXPECT_LT(test::kolmogorov_statistic(draw_slips(law, 1.5), [&](double x) { return cdf(expected, x); }),
            test::kolmogorov_bound);
}

TEST(SlipLaw, UniformSlipsReachTwiceTheMean) {
  const SlipLaw law({.kind = SlipKind::uniform, .c0 = 0.03, .c1 = 0.02});
  const boost::math::uniform expected(0, 2 * law.mean(1.5));
  EXPECT_LT(test::kolmogorov_statistic(draw_slips(law, 1.5), [&](double x) { return cdf(expected, x); }),
            test::kolmogorov_bound);
}

TEST(SlipLaw, ConstantSlipsAreTheMean) {
  const SlipLaw law({.kind = SlipKind::constant, .c0 = 0.25, .c1 = 0.5});
  EXPECT_EQ(law(0.1, 2), 2.25);
  EXPECT_EQ(law(0.9, 2), 2.25);
}

// The table gives the shape alone; its scale drops out.
TEST(SlipLaw, ATableIsScaledToMeanOne) {
  const SlipLaw law({.kind = SlipKind::table, .c0 = 0.5, .table = slip_table()});
  const double table_mean = 0.5 * 0.5 + 0.5 * 3;
  EXPECT_DOUBLE_EQ(law(0.25, 0), 0.5 * 0.5 / table_mean);
  EXPECT_DOUBLE_EQ(law(0.75, 0), 0.5 * 3 / table_mean);
}

TEST(SlipLaw, SlipsArePositiveUpToTheExtremeDraws) {
  for (const SlipKind kind : {SlipKind::exponential, SlipKind::uniform}) {
    const SlipLaw law({.kind = kind, .c0 = 0.05});
    EXPECT_GT(law(0x1p-53, 1), 0);
    EXPECT_GT(law(1 - 0x1p-53, 1), 0);
  }
}

std::string refusal(const SlipSpec& spec) {
  try {
    (void)SlipLaw(spec);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

TEST(SlipLaw, RefusesCoefficientsWithoutPositiveMean) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  for (const auto& [c0, c1] : {std::pair{0.0, 0.0}, {-0.1, 1.0}, {1.0, -0.1}, {nan, 1.0}, {1.0, infinity}}) {
    EXPECT_THAT(refusal({.c0 = c0, .c1 = c1}), HasSubstr("no slip law")) << c0 << ", " << c1;
  }
  EXPECT_THAT(refusal({.c0 = -0.25, .c1 = 1}), HasSubstr("c0 = -0.25"));
}

TEST(SlipLaw, RefusesATableThatIsNoShape) {
  const auto table = [](std::vector<double> value) {
    return std::make_shared<const Table>(Table{.probability = {0, 1}, .value = std::move(value)});
  };
  EXPECT_THAT(refusal({.kind = SlipKind::table, .c0 = 1}), HasSubstr("needs a table"));
  EXPECT_THAT(refusal({.kind = SlipKind::table, .c0 = 1, .table = table({-0.5, 1})}), HasSubstr("-0.5"));
  EXPECT_THAT(refusal({.kind = SlipKind::table, .c0 = 1, .table = table({0, 0})}), HasSubstr("mean"));
}

}  // namespace
}  // namespace yieldscape
