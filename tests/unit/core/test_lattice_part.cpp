#include "yieldscape/core/lattice_part.hpp"

#include <gtest/gtest.h>

#include "yieldscape/core/field.hpp"

namespace yieldscape {
namespace {

TEST(LatticePart, IsRowsWhoseSitesFollowEachOther) {
  const LatticePart part(Lattice(7, 5), 2, 3);
  EXPECT_EQ(part.sites(), 15U);
  EXPECT_EQ(part.first_site(), 10U);
  EXPECT_FALSE(part.contains(Site(9)));
  EXPECT_TRUE(part.contains(Site(10)));
  EXPECT_TRUE(part.contains(Site(24)));
  EXPECT_FALSE(part.contains(Site(25)));
  EXPECT_EQ(part.place(Site(12)), 2U);
  EXPECT_FALSE(part.is_whole());
}

TEST(LatticePart, OfAllRowsIsTheLattice) {
  const LatticePart part = Lattice(7, 5);
  EXPECT_TRUE(part.is_whole());
  EXPECT_EQ(part.sites(), 35U);
  EXPECT_EQ(part, LatticePart(Lattice(7, 5), 0, 7));
}

TEST(LatticePart, MayBeEmpty) {
  const LatticePart part(Lattice(7, 5), 7, 0);
  EXPECT_EQ(part.sites(), 0U);
  EXPECT_FALSE(part.contains(Site(34)));
}

TEST(LatticePart, FieldsOfAPartKeepItsSitesAlone) {
  Field field(LatticePart(Lattice(7, 5), 2, 3));
  EXPECT_EQ(field.span().size(), 15U);
  field[Site(12)] = 3;
  EXPECT_EQ(field.span()[2], 3);
  EXPECT_EQ(field.at(2, 2), 3);
  EXPECT_EQ(field.lattice(), Lattice(7, 5));
}

TEST(LatticePartDeathTest, RefusesRowsThatAreNotThere) {
  EXPECT_DEATH(LatticePart(Lattice(7, 5), 5, 3), "precondition violated");
  EXPECT_DEATH(LatticePart(Lattice(7, 5), -1, 3), "precondition violated");
}

}  // namespace
}  // namespace yieldscape
