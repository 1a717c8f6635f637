#include "yieldscape/observe/measure.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "hand_made.hpp"

namespace yieldscape {
namespace {

using testing::ElementsAre;

double of(const Measurement& measurement, Observable observable) {
  return measurement[std::size_t(observable)];
}

TEST(Measure, EveryObservableByHand) {
  const test::HandMade sample;
  const Measurement m = measure(sample.snapshot());
  EXPECT_EQ(of(m, Observable::stress), 1);  // at the grid strain, not that of the last avalanche
  // ε: 0.625, 0.125, 0.75, 0.5, mean 0.5.
  EXPECT_DOUBLE_EQ(of(m, Observable::strain_variance), (0.015625 + 0.140625 + 0.0625 + 0) / 4);
  // ε_p: 0.25, 0, 0.5, 0.25, mean 0.25.
  EXPECT_DOUBLE_EQ(of(m, Observable::plastic_strain_variance), 0.125 / 4);
  EXPECT_EQ(of(m, Observable::plastic_strain_mean), 0.25);
  EXPECT_EQ(of(m, Observable::threshold_mean), 2);
  EXPECT_DOUBLE_EQ(of(m, Observable::internal_stress_std), std::sqrt(0.125));
  EXPECT_DOUBLE_EQ(of(m, Observable::localization_plastic), 2 * (2 * 0.00390625 + 0.0625) / 0.140625);
  const double second = 0.390625 + 0.015625 + 0.5625 + 0.25;
  const double fourth = 0.390625 * 0.390625 + 0.015625 * 0.015625 + 0.5625 * 0.5625 + 0.0625;
  EXPECT_DOUBLE_EQ(of(m, Observable::localization), 2 * fourth / (second * second));
  EXPECT_EQ(of(m, Observable::slips), 7);
  EXPECT_EQ(of(m, Observable::avalanches), 3);
}

TEST(Measure, AnElasticSampleIsHomogeneous) {
  const Lattice lattice(4, 4);
  State state(lattice);
  state.threshold = Field(lattice, 1.5);
  const std::vector<double> strength(16, 1.5);
  const Measurement m =
      measure({.strain = 0.25, .stress = 1, .shear_modulus = 2, .state = state, .strength = strength});
  EXPECT_EQ(of(m, Observable::strain_variance), 0);
  EXPECT_EQ(of(m, Observable::internal_stress_std), 0);
  EXPECT_DOUBLE_EQ(of(m, Observable::localization), 0.25);
  EXPECT_TRUE(std::isnan(of(m, Observable::localization_plastic)));
}

TEST(MapFields, AreTheLocalFields) {
  const test::HandMade sample;
  const FieldMap map = map_fields(11, sample.snapshot());
  EXPECT_EQ(map.grid, 11U);
  EXPECT_THAT(map.strain, ElementsAre(0.625, 0.125, 0.75, 0.5));
  EXPECT_THAT(map.plastic_strain, ElementsAre(0.25, 0, 0.5, 0.25));
  EXPECT_THAT(map.stress, ElementsAre(1.5, 0.5, 1, 1));
  EXPECT_THAT(map.threshold, ElementsAre(2, 1, 3, 2));
}

TEST(CountSites, ByDistanceToYieldAndByThreshold) {
  const test::HandMade sample;
  RecordSpec spec;
  spec.histogram_lower = 0.5;
  spec.histogram_upper = 2.5;
  spec.histogram_bins = 4;
  const Histogram histogram = count_sites(11, sample.snapshot(), spec);
  EXPECT_EQ(histogram.grid, 11U);
  // x = σ_c − σ: 0.5, 0.5, 2, 1 in bins of 0.5 from 0.5; the first and the last count what lies outside.
  EXPECT_THAT(histogram.strength, ElementsAre(0, 2, 1, 0, 1, 0));
  // σ_c: 2, 1, 3, 2.
  EXPECT_THAT(histogram.threshold, ElementsAre(0, 0, 1, 0, 2, 1));
}

TEST(CountSites, OutsideTheRangeIsCountedAtItsEnds) {
  const test::HandMade sample;
  RecordSpec spec;
  spec.histogram_lower = 1.75;
  spec.histogram_upper = 2;
  spec.histogram_bins = 1;
  const Histogram histogram = count_sites(0, sample.snapshot(), spec);
  EXPECT_THAT(histogram.strength, ElementsAre(3, 0, 1));
  EXPECT_THAT(histogram.threshold, ElementsAre(1, 0, 3));
}

}  // namespace
}  // namespace yieldscape
