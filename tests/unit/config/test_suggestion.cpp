#include <gtest/gtest.h>

#include "yieldscape/config/suggestion.hpp"

namespace yieldscape {
namespace {

TEST(EditDistance, CountsSlipsOfThePen) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("abc", ""), 3U);
  EXPECT_EQ(edit_distance("disoder", "disorder"), 1U);
  EXPECT_EQ(edit_distance("sede", "seed"), 1U);  // neighbours swapped
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance("form", "from"), edit_distance("from", "form"));
}

TEST(Nearest, SuggestsOnlyWhatMayHaveBeenMeant) {
  const std::vector<std::string> keys{"N", "shape", "seed", "strain_max", "strain_step"};
  EXPECT_EQ(nearest("seeds", keys), "seed");
  EXPECT_EQ(nearest("SEED", keys), "seed");
  EXPECT_EQ(nearest("n", keys), "N");
  EXPECT_EQ(nearest("strain_stp", keys), "strain_step");
  EXPECT_EQ(nearest("x", keys), "");
  EXPECT_EQ(nearest("temperature", keys), "");
  EXPECT_EQ(nearest("", keys), "");
  EXPECT_EQ(nearest(std::string(100'000, 's'), keys), "");
}

}  // namespace
}  // namespace yieldscape
