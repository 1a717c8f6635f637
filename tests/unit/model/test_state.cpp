#include "yieldscape/model/state.hpp"

#include <gmock/gmock.h>

namespace yieldscape {
namespace {

using testing::Each;

TEST(State, BeginsUnloadedAndUnslipped) {
  const State state(Lattice(2, 3));
  EXPECT_EQ(state.stress, 0);
  EXPECT_EQ(state.plastic_strain_mean(), 0);
  EXPECT_THAT(state.plastic_strain.span(), Each(0.0));
  EXPECT_THAT(state.visits, Each(0U));
  EXPECT_EQ(state.slips + state.rounds + state.avalanches, 0U);
}

TEST(State, StressFollowsFromStrainAndPlasticStrain) {
  State state(Lattice(2, 2));
  state.plastic_strain_sum = 0.5;
  EXPECT_EQ(state.plastic_strain_mean(), 0.125);
  EXPECT_EQ(stress_at(state, 0.375, 4), 2 * 4 * (0.375 - 0.125));
}

TEST(State, StrainInvertsStress) {
  State state(Lattice(2, 2));
  state.plastic_strain_sum = 0.5;
  state.stress = 2;
  EXPECT_EQ(strain_of(state, 4), 0.375);
}

}  // namespace
}  // namespace yieldscape
