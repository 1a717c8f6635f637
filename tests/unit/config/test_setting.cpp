#include <gmock/gmock.h>

#include <cmath>
#include <limits>

#include "scratch_config.hpp"
#include "yieldscape/config/setting.hpp"

namespace yieldscape::test {
namespace {

double mean_spelt(const std::string& number) {
  return read_text(
             "material: {shear_modulus: 1, bulk_modulus: .inf}\nslip: {law: constant, c0: 1}\n"
             "thresholds: {initial: {law: constant, mean: " +
             number + "}}\n")
      .ensemble.points.front()
      .params()
      .initial_thresholds.mean;
}

TEST(Setting, NumbersHaveManySpellings) {
  for (const char* half : {"0.5", ".5", "5e-1", "+0.5", "0.50", "5E-1", "50e-2"})
    EXPECT_EQ(mean_spelt(half), 0.5) << half;
  EXPECT_EQ(mean_spelt("-2"), -2);
  EXPECT_EQ(mean_spelt("2."), 2);
  EXPECT_FALSE(std::signbit(mean_spelt("-0.0")));
  EXPECT_EQ(mean_spelt("0.1"), 0.1);
}

TEST(Setting, NumbersAreNothingElse) {
  for (const char* text :
       {"1,5", "1_000", "0x10", "1e", "1 2", "--1", "+-1", "e5", "''", "\"1\"", "1f", "nan(1)", "true"}) {
    EXPECT_THAT(errors_of(with(std::string("internal_stress: {std: ") + text + "}\n")),
                testing::HasSubstr("error"))
        << text;
  }
}

TEST(Setting, WholeNumbersMayBeSpeltAsReals) {
  const auto seed = [](const std::string& text) {
    return read_text(with("seed: " + text + "\n")).ensemble.seed;
  };
  EXPECT_EQ(seed("16"), 16U);
  EXPECT_EQ(seed("1.6e1"), 16U);
  EXPECT_EQ(seed("16.0"), 16U);
  EXPECT_EQ(seed("18446744073709551615"), std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(seed("9007199254740993"), 9007199254740993U);
  EXPECT_THAT(errors_of(with("seed: 1e300\n")), testing::HasSubstr("'seed' must be from 0 to"));
}

TEST(Setting, TextsSurviveQuoting) {
  for (const std::string text :
       {"plain", "", "with space", "a: b", "#no comment", "quote\" and \\", "N=16,s=0.5", "null", "0.5",
        "true", "- item", "line\nbreak", "tab\there", "μ*", "[list]", "*alias", "~", "a'b"}) {
    const auto config = read_text(with("title: " + quoted_if_needed(text) + "\n"));
    EXPECT_EQ(config.ensemble.title, text);
    EXPECT_EQ(read_text(config.text_resolved).ensemble.title, text);
  }
}

}  // namespace
}  // namespace yieldscape::test
