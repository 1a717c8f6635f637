#include "yieldscape/core/field.hpp"

#include <gmock/gmock.h>

namespace yieldscape {
namespace {

using testing::Each;
using testing::ElementsAre;

TEST(Field, StartsUniform) {
  EXPECT_THAT(Field(Lattice(2, 3)).span(), Each(0.0));
  EXPECT_THAT(Field(Lattice(2, 3), 1.5).span(), Each(1.5));
}

TEST(Field, IsRowMajor) {
  Field field(Lattice(2, 3));
  field.at(0, 1) = 1;
  field.at(1, 0) = 3;
  field[Site(5)] = 5;
  EXPECT_THAT(field.span(), ElementsAre(0, 1, 0, 3, 0, 5));
}

TEST(Field, IsPeriodic) {
  const Field field(Lattice(2, 3), std::vector<double>{0, 1, 2, 3, 4, 5});
  EXPECT_EQ(field.at(-1, -1), 5);
  EXPECT_EQ(field.at(2, 4), 1);
}

TEST(Field, EqualityComparesShapeAndValues) {
  EXPECT_EQ(Field(Lattice(2, 3), 1), Field(Lattice(2, 3), 1));
  EXPECT_FALSE(Field(Lattice(2, 3), 1) == Field(Lattice(3, 2), 1));
  EXPECT_FALSE(Field(Lattice(2, 3), 1) == Field(Lattice(2, 3), 2));
}

TEST(FieldDeathTest, RefusesValuesOfAnotherSize) {
  EXPECT_DEATH(Field(Lattice(2, 3), std::vector<double>(5)), "precondition violated");
}

TEST(Mean, IsTheArithmeticMean) {
  EXPECT_EQ(mean(std::vector<double>{1, 2, 6}), 3);
}

}  // namespace
}  // namespace yieldscape
