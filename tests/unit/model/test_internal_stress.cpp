#include <gtest/gtest.h>

#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "../support/statistics.hpp"
#include "hand_made.hpp"
#include "yieldscape/core/error.hpp"

namespace yieldscape {
namespace {

// The optional initial internal stress: a random eigenstrain convolved with the kernel.

constexpr double wanted_std = 0.175;  // what atoms show, in the paper

ModelParams stressed_glass(Lattice lattice) {
  ModelParams params = test::aged_glass(lattice);
  params.internal_stress_std = wanted_std;
  return params;
}

Field internal_stress(const Medium& medium, std::uint32_t realization) {
  Sample sample(medium, RandomNumbers(2023, realization), EngineKind::direct);
  const std::vector<double> strength = test::strengths(sample);
  Field stress = sample.state.threshold;
  for (std::uint32_t i = 0; i < strength.size(); ++i) stress[Site(i)] -= strength[i];
  return stress;
}

TEST(InternalStress, IsTheEigenstrainConvolvedWithTheKernel) {
  const Medium medium(stressed_glass(Lattice(5, 6)));
  const Landscape landscape(medium.laws, RandomNumbers(2023, 3));
  const Lattice lattice = medium.params.lattice;
  const Field& kernel = medium.kernel.zero_mean;
  double power = 0;
  for (const double g : kernel.span()) power += g * g;
  const Field stress = internal_stress(medium, 3);
  for (int x = 0; x < lattice.lx(); ++x) {
    for (int y = 0; y < lattice.ly(); ++y) {
      double sum = 0;
      for (int a = 0; a < lattice.lx(); ++a) {
        for (int b = 0; b < lattice.ly(); ++b) {
          sum += kernel.at(x - a, y - b) * landscape.eigenstrain(lattice.at(a, b));
        }
      }
      EXPECT_NEAR(stress.at(x, y), wanted_std * sum / std::sqrt(power), 1e-14);
    }
  }
}

TEST(InternalStress, HasTheWantedSpreadOverRealizationsAndMeanZeroInEach) {
  for (const Lattice lattice : {Lattice(8, 8), Lattice(7, 5)}) {
    const Medium medium(stressed_glass(lattice));
    std::vector<double> variances;
    std::vector<double> at_one_site;
    for (std::uint32_t realization = 0; realization < 1000; ++realization) {
      const Field stress = internal_stress(medium, realization);
      double square = 0;
      for (const double s : stress.span()) square += s * s;
      variances.push_back(square / double(lattice.sites()));
      at_one_site.push_back(stress[Site(3)]);
      ASSERT_NEAR(mean(stress.span()), 0, 1e-15);
    }
    const auto spread = test::sample_mean(variances);
    EXPECT_NEAR(spread.value, wanted_std * wanted_std, test::sigmas * spread.standard_error);
    EXPECT_LT(spread.standard_error, 0.02 * spread.value);
    const auto local = test::sample_mean(at_one_site);
    EXPECT_NEAR(local.value, 0, test::sigmas * local.standard_error);
    const boost::math::normal normal(0, wanted_std);
    EXPECT_LT(test::kolmogorov_statistic(at_one_site, [&](double s) { return cdf(normal, s); }),
              test::kolmogorov_bound);
  }
}

// Low thresholds, so that many draws are refused: the first draw that makes the site stable is taken.
TEST(InternalStress, ThresholdsAreRedrawnUntilEverySiteIsStable) {
  ModelParams params = stressed_glass(Lattice(8, 8));
  params.initial_thresholds = test::normal_law(0.1, 0.3);
  const Medium medium(params);
  Sample sample(medium, RandomNumbers(5, 0), EngineKind::direct);
  const std::vector<double> strength = test::strengths(sample);
  std::uint32_t redrawn = 0;
  for (std::uint32_t i = 0; i < strength.size(); ++i) {
    ASSERT_GT(strength[i], 0);
    const double stress = sample.state.threshold[Site(i)] - strength[i];
    std::uint32_t draw = 0;
    while (sample.landscape.initial_threshold(Site(i), draw) <= stress) ++draw;
    ASSERT_EQ(sample.state.threshold[Site(i)], sample.landscape.initial_threshold(Site(i), draw));
    if (draw > 0) ++redrawn;
  }
  EXPECT_GT(redrawn, 5U);
  EXPECT_EQ(sample.state.stress, 0);
}

TEST(InternalStress, ThatNoThresholdCanHoldIsAnError) {
  ModelParams params = stressed_glass(Lattice(4, 4));
  params.initial_thresholds = test::constant_law(0.01);
  const Medium medium(params);
  EXPECT_THROW(Sample(medium, RandomNumbers(5, 0), EngineKind::direct), RealizationError);
}

}  // namespace
}  // namespace yieldscape
