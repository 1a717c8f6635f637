#include "yieldscape/ensemble/cost_model.hpp"

#include <algorithm>
#include <cmath>

#include "yieldscape/ensemble/engine_kind.hpp"
#include "yieldscape/landscape/threshold_distribution.hpp"

namespace yieldscape {
namespace {

// Realizations of one point differ little in cost: twice the prior, or half more than the slowest seen.
constexpr double prior_margin = 2;
constexpr double observed_margin = 1.5;

// One slip a round shares its sweep with no other.
constexpr double extremal_factor = 1.5;

/// Mean plateau stress, LJ stress: that of barely disturbed thresholds, minus what the mean stress drop
/// 2μ<ε_0> of a slip takes away. Fitted to simulations at N = 16 and 32, s = 0.1 … 10, normal thresholds.
double flow_stress(double threshold_mean, double threshold_std, double slip_stress) {
  const double relative = threshold_std > 0 ? slip_stress / threshold_std : 1e3;
  return threshold_mean + threshold_std * (1.35 - 1.15 * (1 - std::exp(-relative))) - 0.41 * slip_stress;
}

/// Fraction of a normal law below x.
double fraction_below(double x, double mean, double std) {
  return std > 0 ? 0.5 * std::erfc((mean - x) / (std * std::sqrt(2.0))) : double(x >= mean);
}

}  // namespace

double expected_slips(const Point& point, double strain) {
  const ModelParams& params = point.params();
  const ThresholdDistribution initial(params.initial_thresholds);
  const ThresholdDistribution renewed(params.renewed_thresholds);
  const double sites = double(params.lattice.sites());
  const double slip_stress = 2 * params.moduli.shear_modulus * mean_slip(params);
  const double elastic_stress = 2 * params.moduli.shear_modulus * strain;

  const double yielded_once = sites * fraction_below(elastic_stress, initial.mean(), initial.std());
  if (yielded_once < 1) return yielded_once;  // not even the weakest site
  const double plastic_stress = elastic_stress - flow_stress(renewed.mean(), renewed.std(), slip_stress);
  return std::max(yielded_once, sites * plastic_stress / slip_stress);
}

double expected_seconds(const EnsembleSpec& spec, const Point& point, const MachineSpeed& machine) {
  const ModelParams& params = point.params();
  const auto [per_slip, per_record, start] = machine.prices(
      engine_kind(spec.engine, params.lattice), double(params.lattice.sites()), disorder_strength(params));
  const double alone = params.dynamics == Dynamics::extremal ? extremal_factor : 1;
  const double strain_max = spec.grid.strain(spec.grid.count - 1);
  return start + per_record * double(spec.grid.count) + alone * per_slip * expected_slips(point, strain_max);
}

void CostModel::observe(double seconds, double longest, std::uint64_t realizations) noexcept {
  sum_ += seconds;
  largest_ = std::max(largest_, longest);
  observed_ += realizations;
}

double CostModel::cautious_seconds() const noexcept {
  return observed_ > 0 ? observed_margin * largest_ : prior_margin * prior_;
}

}  // namespace yieldscape
