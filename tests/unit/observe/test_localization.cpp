#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "yieldscape/observe/measure.hpp"

namespace yieldscape {
namespace {

// LOC = n Σ ε⁴/(Σ ε²)², eq. (13).

double localization_of(const Field& field) {
  return localization(field.span(), field.lattice().side());
}

TEST(Localization, OfAHomogeneousFieldIsOneOverTheSide) {
  EXPECT_NEAR(localization_of(Field(Lattice(16, 16), 0.3)), 1.0 / 16, 1e-13);
  EXPECT_NEAR(localization_of(Field(Lattice(4, 9), 0.3)), 1.0 / 6, 1e-13);
}

TEST(Localization, OfOneFullRowOrColumnIsOne) {
  Field row(Lattice(16, 16));
  Field column(Lattice(16, 16));
  for (int i = 0; i < 16; ++i) {
    row.at(5, i) = 0.7;
    column.at(i, 9) = 0.7;
  }
  EXPECT_NEAR(localization_of(row), 1, 1e-13);
  EXPECT_NEAR(localization_of(column), 1, 1e-13);
}

TEST(Localization, OfASingleSiteIsTheSide) {
  Field field(Lattice(16, 16));
  field.at(3, 4) = 2;
  EXPECT_NEAR(localization_of(field), 16, 1e-13);
}

TEST(Localization, OfWRowsIsOneOverW) {
  Field field(Lattice(12, 12));
  for (int x = 0; x < 3; ++x) {
    for (int y = 0; y < 12; ++y) field.at(x, y) = 1.5;
  }
  EXPECT_NEAR(localization_of(field), 1.0 / 3, 1e-13);
}

TEST(Localization, IgnoresScaleAndSign) {
  const Field field(Lattice(2, 2), std::vector<double>{1, -2, 3, 0.5});
  Field scaled = field;
  for (double& value : scaled.span()) value *= -7;
  EXPECT_DOUBLE_EQ(localization_of(scaled), localization_of(field));
  EXPECT_DOUBLE_EQ(localization_of(field), 2 * (1 + 16 + 81 + 0.0625) / std::pow(1 + 4 + 9 + 0.25, 2));
}

TEST(Localization, OfAZeroFieldIsNotANumber) {
  EXPECT_TRUE(std::isnan(localization_of(Field(Lattice(3, 3)))));
}

}  // namespace
}  // namespace yieldscape
