#include <gmock/gmock.h>

#include "hand_made.hpp"
#include "yieldscape/core/error.hpp"

namespace yieldscape {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::uint64_t no_limit = 1000;

// Avalanches followed by hand; all numbers are exact in binary. Each slip is 1/4, lowers Σ by 1/16 and raises
// the stress at distance r by G(r)/4.

TEST(Relax, ASingleSlip) {
  const Medium medium(test::row_of_sites({-1, 1}, 2));
  Sample sample = test::loaded_sample(medium, {1, 1.5});
  const Avalanche avalanche = relax(sample, Site(0), no_limit);
  // x_1 falls from 1.5 to 1.25, above Σ = 15/16.
  EXPECT_EQ(avalanche.slips, 1U);
  EXPECT_EQ(avalanche.rounds, 1U);
  EXPECT_EQ(avalanche.strain, 1 / (2 * 0.25));
  EXPECT_EQ(avalanche.stress, 1);
  EXPECT_EQ(avalanche.plastic_strain, 0.125);
  EXPECT_EQ(avalanche.stress_drop, 0.0625);
  EXPECT_EQ(sample.state.stress, 0.9375);
  EXPECT_THAT(sample.state.plastic_strain.span(), ElementsAre(0.25, 0));
  EXPECT_THAT(sample.state.threshold.span(), ElementsAre(2, 1.5));
  EXPECT_THAT(test::strengths(sample), ElementsAre(2.25, 1.25));
  EXPECT_THAT(sample.state.visits, ElementsAre(1, 0));
}

TEST(Relax, TwoSitesOneAfterTheOther) {
  const Medium medium(test::row_of_sites({-1, 1}, 2));
  Sample sample = test::loaded_sample(medium, {1, 1.125});
  const Avalanche avalanche = relax(sample, Site(0), no_limit);
  // x_1 falls to 0.875 <= 15/16 and slips; the two internal stresses cancel.
  EXPECT_EQ(avalanche.slips, 2U);
  EXPECT_EQ(avalanche.rounds, 2U);
  EXPECT_EQ(avalanche.stress_drop, 0.125);
  EXPECT_EQ(sample.state.stress, 0.875);
  EXPECT_THAT(test::strengths(sample), ElementsAre(2, 2));
  EXPECT_THAT(sample.state.plastic_strain.span(), ElementsAre(0.25, 0.25));
}

// σ = σ_c is unstable: each round brings the next site to its threshold exactly.
TEST(Relax, ThreeRoundsAtEquality) {
  const Medium medium(test::row_of_sites({-2, 1, 1}, 3));
  Sample sample = test::loaded_sample(medium, {1, 1.1875, 1.375});
  const Avalanche avalanche = relax(sample, Site(0), no_limit);
  EXPECT_EQ(avalanche.slips, 3U);
  EXPECT_EQ(avalanche.rounds, 3U);
  EXPECT_DOUBLE_EQ(avalanche.plastic_strain, 0.25);
  EXPECT_DOUBLE_EQ(sample.state.stress, 0.8125);
  EXPECT_THAT(test::strengths(sample), ElementsAre(3, 3, 3));
}

TEST(Relax, OnlyTheFirstSiteSlipsInTheFirstRound) {
  const Medium medium(test::row_of_sites({-1, 1, -1, 1}, 3));
  // Site 2 is at its threshold as well, but the slip of site 0 relieves it: a first round of all unstable
  // sites would be wrong.
  Sample sample = test::loaded_sample(medium, {1, 5, 1, 5});
  EXPECT_EQ(relax(sample, Site(0), no_limit).slips, 1U);
  EXPECT_THAT(sample.state.visits, ElementsAre(1, 0, 0, 0));
}

// Site 0 destabilizes 1 and 3, each of which would relieve the other.
TEST(Relax, SynchronousDynamicsFixesTheListForTheRound) {
  const Medium medium(test::row_of_sites({-1, 1, -1, 1}, 3, Dynamics::synchronous));
  Sample sample = test::loaded_sample(medium, {1, 1.125, 5, 1.15625});
  const Avalanche avalanche = relax(sample, Site(0), no_limit);
  EXPECT_EQ(avalanche.slips, 3U);
  EXPECT_EQ(avalanche.rounds, 2U);
  EXPECT_THAT(sample.state.visits, ElementsAre(1, 1, 0, 1));
}

TEST(Relax, ExtremalDynamicsSlipsTheWeakestAlone) {
  const Medium medium(test::row_of_sites({-1, 1, -1, 1}, 3, Dynamics::extremal));
  Sample weak_first = test::loaded_sample(medium, {1, 1.125, 5, 1.15625});
  const Avalanche avalanche = relax(weak_first, Site(0), no_limit);
  EXPECT_EQ(avalanche.slips, 2U);
  EXPECT_EQ(avalanche.rounds, 2U);
  EXPECT_THAT(weak_first.state.visits, ElementsAre(1, 1, 0, 0));

  Sample weak_last = test::loaded_sample(medium, {1, 1.15625, 5, 1.125});
  relax(weak_last, Site(0), no_limit);
  EXPECT_THAT(weak_last.state.visits, ElementsAre(1, 0, 0, 1));
}

// One site whose renewed threshold is low slips until Σ, 2 - 1/4 a slip, is below it: at Σ = 1 once more.
TEST(Relax, ASiteMaySlipInRoundAfterRound) {
  ModelParams params = test::row_of_sites({0}, 1);
  params.moduli.shear_modulus = 0.5;
  const Medium medium(params);
  Sample sample = test::loaded_sample(medium, {2});
  const Avalanche avalanche = relax(sample, Site(0), no_limit);
  EXPECT_EQ(avalanche.slips, 5U);
  EXPECT_EQ(avalanche.rounds, 5U);
  EXPECT_EQ(sample.state.stress, 0.75);
  EXPECT_EQ(sample.state.visits[0], 5U);
}

TEST(Relax, RoundLimitIsAnErrorThatSaysWhere) {
  const Medium medium(test::row_of_sites({-2, 1, 1}, 3));
  Sample enough = test::loaded_sample(medium, {1, 1.1875, 1.375});
  EXPECT_EQ(relax(enough, Site(0), 3).rounds, 3U);

  Sample too_few = test::loaded_sample(medium, {1, 1.1875, 1.375});
  const double strain = strain_of(too_few.state, medium.params.moduli.shear_modulus);
  try {
    relax(too_few, Site(0), 2);
    FAIL() << "a round too many";
  } catch (const RealizationError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("2 rounds"), HasSubstr(std::to_string(strain).substr(0, 4)),
                                    HasSubstr("round_limit")));
  }
}

TEST(Relax, AStressThatIsNotFiniteIsAnError) {
  ModelParams params = test::row_of_sites({-1, 1}, 2);
  params.slip.c0 = 1e308;
  params.moduli.shear_modulus = 1e10;
  const Medium medium(params);
  Sample sample = test::loaded_sample(medium, {1, 2});
  EXPECT_THROW(relax(sample, Site(0), no_limit), RealizationError);
}

TEST(Relax, CountersAddUpOverAvalanches) {
  const Medium medium(test::row_of_sites({-1, 1}, 2));
  Sample sample = test::loaded_sample(medium, {1, 1.125});
  relax(sample, Site(0), no_limit);
  sample.state.stress = 2;
  const Avalanche second = relax(sample, Site(0), no_limit);
  EXPECT_EQ(sample.state.avalanches, 2U);
  EXPECT_EQ(sample.state.slips, 2 + second.slips);
  EXPECT_EQ(sample.state.rounds, 2 + second.rounds);
}

}  // namespace
}  // namespace yieldscape
