#include "yieldscape/model/sample.hpp"

#include <gmock/gmock.h>

#include "hand_made.hpp"

namespace yieldscape {
namespace {

TEST(Sample, BeginsWithTheInitialThresholdsAsStrengths) {
  const Medium medium(test::aged_glass(Lattice(3, 5)));
  Sample sample(medium, RandomNumbers(12, 7), EngineKind::direct);
  const std::vector<double> strength = test::strengths(sample);
  for (std::uint32_t i = 0; i < 15; ++i) {
    EXPECT_EQ(sample.state.threshold[Site(i)], sample.landscape.initial_threshold(Site(i), 0));
    EXPECT_EQ(strength[i], sample.state.threshold[Site(i)]);
  }
  EXPECT_EQ(sample.state.stress, 0);
}

TEST(Sample, KeepsNegativeThresholdsWithoutInternalStress) {
  ModelParams params = test::aged_glass(Lattice(16, 16));
  params.initial_thresholds = test::normal_law(0.2, 0.5);
  const Medium medium(params);
  Sample sample(medium, RandomNumbers(1, 0), EngineKind::direct);
  EXPECT_LT(sample.engine->weakest().strength, 0);
}

TEST(Sample, DependsOnTheRealization) {
  const Medium medium(test::aged_glass());
  const Sample first(medium, RandomNumbers(12, 0), EngineKind::direct);
  const Sample again(medium, RandomNumbers(12, 0), EngineKind::reference);
  const Sample other(medium, RandomNumbers(12, 1), EngineKind::direct);
  EXPECT_EQ(first.state.threshold, again.state.threshold);
  EXPECT_NE(first.state.threshold, other.state.threshold);
}

TEST(Medium, RefusesAnImpossibleLawOrKernel) {
  ModelParams no_law = test::aged_glass();
  no_law.renewed_thresholds.std = -1;
  EXPECT_THROW((void)Medium(no_law), std::invalid_argument);
  ModelParams no_slip = test::aged_glass();
  no_slip.slip.c0 = -1;
  EXPECT_THROW((void)Medium(no_slip), std::invalid_argument);
  ModelParams no_kernel = test::aged_glass();
  no_kernel.kernel.form = KernelForm::file;
  EXPECT_THROW((void)Medium(no_kernel), std::invalid_argument);
}

}  // namespace
}  // namespace yieldscape
