#include "yieldscape/observe/measure.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

#include "moment_kernels.hpp"

namespace yieldscape {
namespace {

/// LOC, eq. (13), from the sums of the second and fourth powers.
double localization(double second, double fourth, double side) noexcept {
  if (second == 0) return std::numeric_limits<double>::quiet_NaN();
  return side * fourth / (second * second);
}

constexpr std::size_t rows_summed_at_once = 32;

/// Sums over the sites of a state that is kept here, 32 rows after 32 rows.
class MomentsByRows {
 public:
  MomentsByRows(const Snapshot& snapshot, SimdPath path)
      : snapshot_(&snapshot),
        kernel_(choose(path, baseline::moment_kernel, avx2::moment_kernel, avx512::moment_kernel)),
        chunk_(rows_summed_at_once * std::size_t(snapshot.state.part().lattice().ly())) {}

  [[nodiscard]] std::size_t chunks() const noexcept {
    return (snapshot_->strength.size() + chunk_ - 1) / chunk_;
  }
  [[nodiscard]] MomentSums operator[](std::size_t chunk) const {
    const State& state = snapshot_->state;
    const std::size_t first = chunk * chunk_;
    MomentSums sums{};
    kernel_({.sites = std::min(chunk_, snapshot_->strength.size() - first),
             .strength = snapshot_->strength.data() + first,
             .threshold = state.threshold.span().data() + first,
             .plastic_strain = state.plastic_strain.span().data() + first,
             .compliance = 1 / (2 * snapshot_->shear_modulus),
             .strain_mean = snapshot_->strain,
             .plastic_strain_mean = state.plastic_strain_mean()},
            sums);
    return sums;
  }

 private:
  const Snapshot* snapshot_;
  MomentKernel kernel_;
  std::size_t chunk_;
};

constexpr std::size_t moments = sizeof(MomentSums) / sizeof(double);
using MomentNumbers = std::array<double, moments>;

MomentSums joined(const MomentSums& a, const MomentSums& b) {
  auto sum = std::bit_cast<MomentNumbers>(a);
  const auto more = std::bit_cast<MomentNumbers>(b);
  for (std::size_t i = 0; i < moments; ++i) sum[i] += more[i];
  return std::bit_cast<MomentSums>(sum);
}

MomentSums sum_moments(const Snapshot& snapshot, SimdPath path, const GatherNumbers& gather) {
  const MomentsByRows here(snapshot, path);
  if (!gather) {
    MomentSums sums = here[0];
    for (std::size_t i = 1; i < here.chunks(); ++i) sums = joined(sums, here[i]);
    return sums;
  }
  std::vector<double> numbers;
  for (std::size_t i = 0; i < here.chunks(); ++i) {
    const auto chunk = std::bit_cast<MomentNumbers>(here[i]);
    numbers.insert(numbers.end(), chunk.begin(), chunk.end());
  }
  numbers = gather(std::move(numbers));
  MomentSums sums{};
  for (std::size_t i = 0; i < numbers.size(); i += moments) {
    MomentNumbers chunk;
    std::copy_n(numbers.begin() + std::ptrdiff_t(i), moments, chunk.begin());
    const auto next = std::bit_cast<MomentSums>(chunk);
    sums = i == 0 ? next : joined(sums, next);
  }
  return sums;
}

std::vector<double> gathered(const GatherNumbers& gather, std::vector<double> numbers) {
  return gather ? gather(std::move(numbers)) : numbers;
}

std::vector<std::uint64_t> gathered_counts(const GatherNumbers& gather, std::vector<std::uint64_t> counts) {
  if (!gather) return counts;
  const std::vector<double> all = gather({counts.begin(), counts.end()});
  std::ranges::fill(counts, 0);
  for (std::size_t i = 0; i < all.size(); ++i) counts[i % counts.size()] += std::uint64_t(all[i]);
  return counts;
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

Measurement measure(const Snapshot& snapshot, SimdPath path, const GatherNumbers& gather) {
  const State& state = snapshot.state;
  const double sites = double(state.part().lattice().sites());
  const double side = state.part().lattice().side();
  const MomentSums sums = sum_moments(snapshot, path, gather);

  // Σ v² of a field, from its mean and the deviations from it.
  const auto squares = [sites](double mean, double deviation_squared) {
    return deviation_squared + sites * (mean * mean);
  };
  const double plastic_strain_mean = state.plastic_strain_mean();

  Measurement result{};
  const auto set = [&result](Observable observable, double value) {
    result[std::size_t(observable)] = value;
  };
  set(Observable::stress, snapshot.stress);
  set(Observable::strain_variance, sums.strain_deviation_squared / sites);
  set(Observable::plastic_strain_variance, sums.plastic_strain_deviation_squared / sites);
  set(Observable::threshold_mean, sums.threshold / sites);
  set(Observable::localization,
      localization(squares(snapshot.strain, sums.strain_deviation_squared), sums.strain_to_fourth, side));
  set(Observable::localization_plastic,
      localization(squares(plastic_strain_mean, sums.plastic_strain_deviation_squared),
                   sums.plastic_strain_to_fourth, side));
  set(Observable::internal_stress_std, std::sqrt(sums.internal_stress_squared / sites));
  set(Observable::plastic_strain_mean, plastic_strain_mean);
  set(Observable::slips, double(state.slips));
  set(Observable::avalanches, double(state.avalanches));
  return result;
}

FieldMap map_fields(std::size_t grid, const Snapshot& snapshot, const GatherNumbers& gather) {
  const auto copy = [](std::span<const double> field) {
    return std::vector<double>(field.begin(), field.end());
  };
  std::vector<double> stress = internal_stress(snapshot);
  std::vector<double> strain = total_strain(snapshot, stress);
  for (double& value : stress) value += snapshot.stress;
  return {.grid = grid,
          .strain = gathered(gather, std::move(strain)),
          .plastic_strain = gathered(gather, copy(snapshot.state.plastic_strain.span())),
          .stress = gathered(gather, std::move(stress)),
          .threshold = gathered(gather, copy(snapshot.state.threshold.span()))};
}

Histogram count_sites(std::size_t grid, const Snapshot& snapshot, const RecordSpec& spec,
                      const GatherNumbers& gather) {
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
  histogram.strength = gathered_counts(gather, std::move(histogram.strength));
  histogram.threshold = gathered_counts(gather, std::move(histogram.threshold));
  return histogram;
}

}  // namespace yieldscape
