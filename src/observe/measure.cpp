#include "yieldscape/observe/measure.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace yieldscape {
namespace {

double variance(std::span<const double> field) noexcept {
  const double average = mean(field);
  double sum = 0;
  for (const double value : field) sum += (value - average) * (value - average);
  return sum / double(field.size());
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
  if (second == 0) return std::numeric_limits<double>::quiet_NaN();
  return side * fourth / (second * second);
}

Measurement measure(const Snapshot& snapshot) {
  const State& state = snapshot.state;
  const double side = state.threshold.lattice().side();
  const std::vector<double> stress = internal_stress(snapshot);
  const std::vector<double> strain = total_strain(snapshot, stress);

  Measurement result{};
  const auto set = [&result](Observable observable, double value) {
    result[std::size_t(observable)] = value;
  };
  set(Observable::stress, snapshot.stress);
  set(Observable::strain_variance, variance(strain));
  set(Observable::plastic_strain_variance, variance(state.plastic_strain.span()));
  set(Observable::threshold_mean, mean(state.threshold.span()));
  set(Observable::localization, localization(strain, side));
  set(Observable::localization_plastic, localization(state.plastic_strain.span(), side));
  set(Observable::internal_stress_std, std::sqrt(variance(stress)));
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
    if (value < spec.histogram_lower) return 0;
    const double inside = (value - spec.histogram_lower) * bins_per_stress;
    return 1 + std::size_t(std::min(inside, double(spec.histogram_bins)));
  };
  const auto threshold = snapshot.state.threshold.span();
  for (std::size_t i = 0; i < threshold.size(); ++i) {
    ++histogram.strength[bin(snapshot.strength[i] - snapshot.stress)];
    ++histogram.threshold[bin(threshold[i])];
  }
  return histogram;
}

}  // namespace yieldscape
