#include "yieldscape/ensemble/stress_target.hpp"

#include <algorithm>
#include <cmath>

#include "yieldscape/core/contracts.hpp"
#include "yieldscape/ensemble/statistics.hpp"

namespace yieldscape {
namespace {

constexpr double assumed_number_error = 1e-3;  // relative
constexpr double assumed_curve_error = 1e-2;   // of the curve's largest stress

double stress_at(double strain, const StrainGrid& grid, std::span<const double> stress) {
  const double place = strain / grid.step - 1;  // in grid strains; the curve begins at the origin, place −1
  if (place >= double(stress.size() - 1)) return stress.back();
  const double below = std::floor(place);
  const double left = below < 0 ? 0.0 : stress[std::size_t(below)];
  const double right = stress[std::size_t(below + 1)];
  return left + (place - below) * (right - left);
}

TargetRow number_row(const std::optional<Estimate>& wanted) {
  if (!wanted) return {};
  const double scale = wanted->error > 0 ? wanted->error : assumed_number_error * wanted->value;
  return {.wanted = *wanted, .weight = 1 / (scale * scale)};
}

}  // namespace

std::vector<TargetRow> target_rows(const StressTarget& target) {
  std::vector<TargetRow> rows{number_row(target.flow_stress), number_row(target.peak_stress)};
  if (!target.curve) return rows;
  const MeasuredCurve& curve = *target.curve;
  for (std::size_t i = 0; i < curve.strain.size(); ++i) {
    const double error = curve.error.empty() ? 0 : curve.error[i];
    const double scale = error > 0 ? error : assumed_curve_error * std::ranges::max(curve.stress);
    rows.push_back({.wanted = {curve.stress[i], error}, .weight = 1 / (scale * scale)});
  }
  return rows;
}

std::vector<double> stress_response(const StressTarget& target, const StrainGrid& grid,
                                    std::span<const double> stress) {
  EXPECTS(stress.size() == grid.count && grid.count > 0);
  std::vector<double> rows{flow_stress(stress), std::ranges::max(stress)};
  if (target.curve) {
    for (const double strain : target.curve->strain) rows.push_back(stress_at(strain, grid, stress));
  }
  return rows;
}

}  // namespace yieldscape
