#include "yieldscape/observe/measure.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "moment_kernels.hpp"

namespace yieldscape {
namespace {

/// Variance from sums of deviations from any one value near the mean.
double variance(double deviation, double deviation_squared, double sites) noexcept {
  const double mean_deviation = deviation / sites;
  return std::max(0.0, deviation_squared / sites - mean_deviation * mean_deviation);
}

/// LOC, eq. (13), from the sums of the second and fourth powers.
double localization(double second, double fourth, double side) noexcept {
  if (second == 0) return std::numeric_limits<double>::quiet_NaN();
  return side * fourth / (second * second);
}

MomentSums sum_moments(const Snapshot& snapshot, SimdPath path) {
  const State& state = snapshot.state;
  MomentSums sums{};
  choose(path, baseline::moment_kernel, avx2::moment_kernel, avx512::moment_kernel)(
      {.sites = snapshot.strength.size(),
       .strength = snapshot.strength.data(),
       .threshold = state.threshold.span().data(),
       .plastic_strain = state.plastic_strain.span().data(),
       .stress = snapshot.stress,
       .compliance = 1 / (2 * snapshot.shear_modulus),
       .strain_shift = snapshot.strain,
       .plastic_strain_shift = state.plastic_strain_mean()},
      sums);
  return sums;
}

std::vector<double> internal_stress(const Snapshot& snapshot) {
  const auto threshold = snapshot.state.threshold.span();
  std::vector<double> stress(threshold.size());
  for (std::size_t i = 0; i < stress.size(); ++i) stress[i] = threshold[i] - snapshot.strength[i];
  return stress;
}

std::vector<double> total_strain(const Snapshot& snapshot, std::span<const double> internal_stress) {
  const auto plastic = snapshot.state.plastic_strain.span();
  std::vector<double> strain(plastic.size());
  for (std::size_t i = 0; i < strain.size(); ++i) {
    strain[i] = plastic[i] + (snapshot.stress + internal_stress[i]) / (2 * snapshot.shear_modulus);
  }
  return strain;
}

}  // namespace

double localization(std::span<const double> field, double side) noexcept {
  double second = 0;
  double fourth = 0;
  for (const double value : field) {
    second += value * value;
    fourth += value * value * (value * value);
  }
  return localization(second, fourth, side);
}

Measurement measure(const Snapshot& snapshot, SimdPath path) {
  const State& state = snapshot.state;
  const double sites = double(snapshot.strength.size());
  const double side = state.threshold.lattice().side();
  const MomentSums sums = sum_moments(snapshot, path);

  Measurement result{};
  const auto set = [&result](Observable observable, double value) {
    result[std::size_t(observable)] = value;
  };
  set(Observable::stress, snapshot.stress);
  set(Observable::strain_variance, variance(sums.strain_deviation, sums.strain_deviation_squared, sites));
  set(Observable::plastic_strain_variance,
      variance(sums.plastic_strain_deviation, sums.plastic_strain_deviation_squared, sites));
  set(Observable::threshold_mean, sums.threshold / sites);
  set(Observable::localization, localization(sums.strain_squared, sums.strain_to_fourth, side));
  set(Observable::localization_plastic,
      localization(sums.plastic_strain_squared, sums.plastic_strain_to_fourth, side));
  set(Observable::internal_stress_std,
      std::sqrt(variance(sums.internal_stress, sums.internal_stress_squared, sites)));
  set(Observable::plastic_strain_mean, state.plastic_strain_mean());
  set(Observable::slips, double(state.slips));
  set(Observable::avalanches, double(state.avalanches));
  return result;
}

FieldMap map_fields(std::size_t grid, const Snapshot& snapshot) {
  const auto copy = [](std::span<const double> field) {
    return std::vector<double>(field.begin(), field.end());
  };
  std::vector<double> stress = internal_stress(snapshot);
  std::vector<double> strain = total_strain(snapshot, stress);
  for (double& value : stress) value += snapshot.stress;
  return {.grid = grid,
          .strain = std::move(strain),
          .plastic_strain = copy(snapshot.state.plastic_strain.span()),
          .stress = std::move(stress),
          .threshold = copy(snapshot.state.threshold.span())};
}

Histogram count_sites(std::size_t grid, const Snapshot& snapshot, const RecordSpec& spec) {
  Histogram histogram{.grid = grid,
                      .strength = std::vector<std::uint64_t>(spec.histogram_bins + 2, 0),
                      .threshold = std::vector<std::uint64_t>(spec.histogram_bins + 2, 0)};
  const double bins_per_stress = spec.histogram_bins / (spec.histogram_upper - spec.histogram_lower);
  const auto bin = [&](double value) -> std::size_t {
    if (!(value >= spec.histogram_edge(0))) return 0;
    if (value >= spec.histogram_edge(spec.histogram_bins)) return spec.histogram_bins + 1;
    auto i =
        std::min(std::uint32_t((value - spec.histogram_lower) * bins_per_stress), spec.histogram_bins - 1);
    // The product may round across an edge; the edges themselves decide.
    while (value < spec.histogram_edge(i)) --i;
    while (value >= spec.histogram_edge(i + 1)) ++i;
    return i + 1;
  };
  const auto threshold = snapshot.state.threshold.span();
  for (std::size_t i = 0; i < threshold.size(); ++i) {
    ++histogram.strength[bin(snapshot.strength[i] - snapshot.stress)];
    ++histogram.threshold[bin(threshold[i])];
  }
  return histogram;
}

}  // namespace yieldscape
