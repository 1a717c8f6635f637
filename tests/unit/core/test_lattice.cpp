#include "yieldscape/core/lattice.hpp"

#include <gtest/gtest.h>

namespace yieldscape {
namespace {

TEST(Lattice, NumbersSitesRowMajor) {
  const Lattice lattice(3, 5);
  EXPECT_EQ(lattice.sites(), 15U);
  EXPECT_EQ(lattice.at(0, 0), Site(0));
  EXPECT_EQ(lattice.at(0, 4), Site(4));
  EXPECT_EQ(lattice.at(1, 0), Site(5));
  EXPECT_EQ(lattice.at(2, 4), Site(14));
}

TEST(Lattice, CoordinatesInvertTheNumbering) {
  const Lattice lattice(4, 7);
  for (std::uint32_t i = 0; i < lattice.sites(); ++i) {
    EXPECT_EQ(lattice.at(lattice.x(Site(i)), lattice.y(Site(i))), Site(i));
  }
}

TEST(Lattice, FoldsAnyCoordinateBack) {
  const Lattice lattice(3, 5);
  EXPECT_EQ(lattice.at(-1, -1), lattice.at(2, 4));
  EXPECT_EQ(lattice.at(3, 5), lattice.at(0, 0));
  EXPECT_EQ(lattice.at(-31, 104), lattice.at(2, 4));
}

TEST(Lattice, SideIsThatOfTheSquareOfEqualArea) {
  EXPECT_DOUBLE_EQ(Lattice(16, 16).side(), 16);
  EXPECT_DOUBLE_EQ(Lattice(4, 9).side(), 6);
}

TEST(Lattice, LargestShapeNumbersItsLastSite) {
  const Lattice lattice(Lattice::max_length, Lattice::max_length);
  const Site last = lattice.at(-1, -1);
  EXPECT_EQ(index(last), lattice.sites() - 1);
  EXPECT_EQ(lattice.x(last), Lattice::max_length - 1);
  EXPECT_EQ(lattice.y(last), Lattice::max_length - 1);
}

TEST(LatticeDeathTest, RefusesAnEmptyOrOversizedShape) {
  EXPECT_DEATH((void)Lattice(0, 4), "precondition violated");
  EXPECT_DEATH((void)Lattice(4, -1), "precondition violated");
  EXPECT_DEATH((void)Lattice(Lattice::max_length + 1, 1), "precondition violated");
}

}  // namespace
}  // namespace yieldscape
