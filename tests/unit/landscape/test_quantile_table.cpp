#include "yieldscape/landscape/quantile_table.hpp"

#include <gmock/gmock.h>

#include <limits>
#include <string>

namespace yieldscape {
namespace {

using testing::AllOf;
using testing::HasSubstr;

const Table inverse_cdf{.probability = {0, 0.25, 1}, .value = {-1, 1, 4}};

TEST(QuantileTable, JoinsTheNodesByStraightLines) {
  const QuantileTable table(inverse_cdf);
  EXPECT_EQ(table.quantile(0), -1);
  EXPECT_EQ(table.quantile(0.125), 0);
  EXPECT_EQ(table.quantile(0.25), 1);
  EXPECT_EQ(table.quantile(0.625), 2.5);
  EXPECT_EQ(table.quantile(1), 4);
}

TEST(QuantileTable, CdfInvertsTheQuantile) {
  const QuantileTable table(inverse_cdf);
  EXPECT_EQ(table.cdf(-2), 0);
  EXPECT_EQ(table.cdf(0), 0.125);
  EXPECT_EQ(table.cdf(2.5), 0.625);
  EXPECT_EQ(table.cdf(5), 1);
}

TEST(QuantileTable, MomentsAreThoseOfThePieces) {
  const QuantileTable table(inverse_cdf);
  EXPECT_DOUBLE_EQ(table.mean(), 0.25 * 0 + 0.75 * 2.5);
  EXPECT_DOUBLE_EQ(table.second_moment(), 0.25 / 3 + 0.75 * 7);
}

TEST(QuantileTable, IsConstantBeyondTheFirstAndLastNode) {
  const QuantileTable table({.probability = {0.2, 0.6}, .value = {1, 3}});
  EXPECT_EQ(table.quantile(0.1), 1);
  EXPECT_DOUBLE_EQ(table.quantile(0.4), 2);
  EXPECT_EQ(table.quantile(0.9), 3);
  EXPECT_DOUBLE_EQ(table.mean(), 0.2 * 1 + 0.4 * 2 + 0.4 * 3);
}

TEST(QuantileTable, SamplesInAnyOrderMakeTheirEmpiricalInverseCdf) {
  const QuantileTable table({.probability = {}, .value = {5, 1, 2, 4}});
  EXPECT_EQ(table.quantile(0.01), 1);
  EXPECT_EQ(table.quantile(0.125), 1);
  EXPECT_EQ(table.quantile(0.375), 2);
  EXPECT_EQ(table.quantile(0.5), 3);
  EXPECT_EQ(table.quantile(0.99), 5);
  EXPECT_DOUBLE_EQ(table.mean(), 3);
}

TEST(QuantileTable, EqualValuesAreAtoms) {
  const QuantileTable table({.probability = {0, 0.5, 1}, .value = {1, 1, 2}});
  EXPECT_EQ(table.quantile(0.3), 1);
  EXPECT_EQ(table.cdf(1), 0.5);
  EXPECT_EQ(table.cdf(0.999), 0);
  EXPECT_EQ(table.probability_below(1), 0);
  EXPECT_EQ(table.probability_below(1.5), 0.75);
  EXPECT_EQ(table.probability_below(2), 1);
  EXPECT_EQ(table.probability_below(2.5), 1);
}

TEST(QuantileTable, RestrictedIsThePartStretchedToAll) {
  const QuantileTable part = QuantileTable(inverse_cdf).restricted(0.125, 0.625);
  EXPECT_EQ(part.quantile(0), 0);
  EXPECT_EQ(part.quantile(0.25), 1);
  EXPECT_EQ(part.quantile(1), 2.5);
  EXPECT_EQ(part.cdf(1), 0.25);
}

std::string refusal(const Table& table) {
  try {
    (void)QuantileTable(table);
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "accepted";
}

TEST(QuantileTable, RefusesFewerThanTwoRows) {
  EXPECT_THAT(refusal({}), HasSubstr("at least 2 rows"));
  EXPECT_THAT(refusal({.probability = {}, .value = {1}}),
              AllOf(HasSubstr("at least 2 rows"), HasSubstr("1")));
}

TEST(QuantileTable, RefusesNumbersThatAreNotFiniteAndNamesTheRow) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_THAT(refusal({.probability = {}, .value = {1, nan, 2}}),
              AllOf(HasSubstr("row 2"), HasSubstr("value")));
  EXPECT_THAT(refusal({.probability = {0, 1}, .value = {1, infinity}}), HasSubstr("row 2"));
  EXPECT_THAT(refusal({.probability = {nan, 1}, .value = {1, 2}}),
              AllOf(HasSubstr("row 1"), HasSubstr("probability")));
}

TEST(QuantileTable, RefusesProbabilitiesThatAreNone) {
  EXPECT_THAT(refusal({.probability = {-0.1, 1}, .value = {1, 2}}),
              AllOf(HasSubstr("row 1"), HasSubstr("-0.1")));
  EXPECT_THAT(refusal({.probability = {0, 1.5}, .value = {1, 2}}),
              AllOf(HasSubstr("row 2"), HasSubstr("1.5")));
}

TEST(QuantileTable, RefusesProbabilitiesThatDoNotIncrease) {
  EXPECT_THAT(refusal({.probability = {0, 0.5, 0.5}, .value = {1, 2, 3}}),
              AllOf(HasSubstr("row 3"), HasSubstr("does not increase")));
}

TEST(QuantileTable, RefusesValuesThatDecrease) {
  EXPECT_THAT(refusal({.probability = {0, 0.5, 1}, .value = {1, 2, 1.5}}),
              AllOf(HasSubstr("row 3"), HasSubstr("decreases"), HasSubstr("1.5")));
}

TEST(QuantileTable, RefusesColumnsOfDifferentLength) {
  EXPECT_THAT(refusal({.probability = {0, 1}, .value = {1, 2, 3}}),
              HasSubstr("2 probabilities but 3 values"));
}

}  // namespace
}  // namespace yieldscape
