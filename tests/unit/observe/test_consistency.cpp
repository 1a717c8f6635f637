#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "../support/glasses.hpp"
#include "yieldscape/observe/measure.hpp"
#include "yieldscape/observe/recorder.hpp"

namespace yieldscape {
namespace {

double variance(const std::vector<double>& values) {
  const double m = mean(values);
  double sum = 0;
  for (const double v : values) sum += (v - m) * (v - m);
  return sum / double(values.size());
}

// Curves, maps and histograms of one sample, slipped here and there, tell the same story.
class Consistency : public testing::Test {
 protected:
  Consistency() {
    for (int i = 0; i < 60; ++i) {
      const WeakestSite weakest = sample_.engine->weakest();
      sample_.state.stress = std::max(sample_.state.stress, weakest.strength);
      relax(sample_, weakest.site, 1'000'000);
    }
    sample_.engine->read(strength_);
    const double between = 0.5 * (sample_.state.stress + sample_.engine->weakest().strength);
    const double mu = medium_.params.moduli.shear_modulus;
    strain_ = between / (2 * mu) + sample_.state.plastic_strain_mean();
    Recorder recorder(spec(), 4, true);
    recorder.at_strain(3, {.strain = strain_,
                           .stress = stress_at(sample_.state, strain_, mu),
                           .shear_modulus = mu,
                           .state = sample_.state,
                           .strength = strength_});
    records_ = std::move(recorder).take();
  }

  static RecordSpec spec() {
    RecordSpec spec;
    spec.maps_at = {3};
    spec.histograms_at = {3};
    return spec;
  }
  [[nodiscard]] double curve(Observable observable) const { return records_.series[observable][3]; }
  [[nodiscard]] const FieldMap& map() const { return records_.maps.at(0); }

  Medium medium_{test::aged_glass(Lattice(9, 6))};
  Sample sample_{medium_, RandomNumbers(31, 0), EngineKind::direct};
  std::vector<double> strength_ = std::vector<double>(54);
  double strain_ = 0;
  Records records_;
};

TEST_F(Consistency, MapsGiveTheObservables) {
  EXPECT_NEAR(variance(map().strain), curve(Observable::strain_variance), 1e-15);
  EXPECT_NEAR(variance(map().plastic_strain), curve(Observable::plastic_strain_variance), 1e-15);
  EXPECT_NEAR(std::sqrt(variance(map().stress)), curve(Observable::internal_stress_std), 1e-13);
  EXPECT_NEAR(mean(map().stress), curve(Observable::stress), 1e-12);
  EXPECT_NEAR(mean(map().plastic_strain), curve(Observable::plastic_strain_mean), 1e-14);
  EXPECT_NEAR(mean(map().threshold), curve(Observable::threshold_mean), 1e-13);
  EXPECT_NEAR(localization(map().strain, std::sqrt(54)), curve(Observable::localization), 1e-13);
  EXPECT_NEAR(localization(map().plastic_strain, std::sqrt(54)), curve(Observable::localization_plastic),
              1e-13);
}

// The mean of the local total strain is the imposed one, and it is the elastic part that makes stress.
TEST_F(Consistency, LocalStrainIsPlasticPlusElastic) {
  EXPECT_NEAR(mean(map().strain), strain_, 1e-13);
  for (std::size_t i = 0; i < 54; ++i) {
    EXPECT_NEAR(map().stress[i], 2 * 19 * (map().strain[i] - map().plastic_strain[i]), 1e-12);
    EXPECT_LT(map().stress[i], map().threshold[i]);
  }
}

TEST_F(Consistency, HistogramsCountTheSitesOfTheMaps) {
  const RecordSpec record = spec();
  const Histogram& histogram = records_.histograms.at(0);
  const double width = (record.histogram_upper - record.histogram_lower) / record.histogram_bins;
  std::vector<std::uint64_t> strength(record.histogram_bins + 2, 0);
  std::vector<std::uint64_t> threshold(record.histogram_bins + 2, 0);
  const auto bin = [&](double value) {
    return std::size_t(std::clamp(1 + std::floor((value - record.histogram_lower) / width), 0.0,
                                  record.histogram_bins + 1.0));
  };
  for (std::size_t i = 0; i < 54; ++i) {
    ++strength[bin(map().threshold[i] - map().stress[i])];
    ++threshold[bin(map().threshold[i])];
  }
  EXPECT_EQ(histogram.strength, strength);
  EXPECT_EQ(histogram.threshold, threshold);
  EXPECT_EQ(std::accumulate(histogram.strength.begin(), histogram.strength.end(), std::uint64_t(0)), 54U);
  EXPECT_EQ(std::accumulate(histogram.threshold.begin(), histogram.threshold.end(), std::uint64_t(0)), 54U);
}

}  // namespace
}  // namespace yieldscape
