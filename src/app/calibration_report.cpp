#include "yieldscape/app/calibration_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace yieldscape {
namespace {

using Json = nlohmann::ordered_json;

std::string table_row(const char* name, const std::optional<Estimate>& wanted, const Estimate& found) {
  if (!wanted)
    return fmt::format("{:<12} {:>18} {:>18} {:>10}\n", name, "not asked for", with_error(found), "");
  const std::string given = wanted->error > 0 ? with_error(*wanted) : fmt::format("{:g}", wanted->value);
  return fmt::format("{:<12} {:>18} {:>18} {:>+10.4f}\n", name, given, with_error(found),
                     found.value - wanted->value);
}

Json pair(const std::optional<Estimate>& estimate) {
  if (!estimate) return nullptr;
  return {estimate->value, estimate->error};
}

Json columns(const StrainGrid& grid, const std::vector<Estimate>& curve) {
  Json strain = Json::array();
  Json stress = Json::array();
  Json error = Json::array();
  for (std::size_t k = 0; k < curve.size(); ++k) {
    strain.push_back(grid.strain(k));
    stress.push_back(curve[k].value);
    error.push_back(curve[k].error);
  }
  return {{"strain", strain}, {"stress", stress}, {"error", error}};
}

Json steps(const Calibration& fit) {
  Json rows = Json::array();
  for (const CalibrationStep& step : fit.steps) {
    rows.push_back({{"c0", step.center.c0},
                    {"c1", step.center.c1},
                    {"realizations", step.realizations},
                    {"flow_stress", step.flow_stress},
                    {"peak_stress", step.peak_stress},
                    {"best_c0", step.best.c0},
                    {"best_c1", step.best.c1}});
  }
  return rows;
}

}  // namespace

std::string with_error(const Estimate& estimate) {
  if (!(estimate.error > 0) || !std::isfinite(estimate.error)) return fmt::format("{:.4g}", estimate.value);
  const double power = std::floor(std::log10(estimate.error));
  const bool begins_with_one = estimate.error < 1.95 * std::pow(10, power);
  const int digits = std::clamp(int(-power) + (begins_with_one ? 1 : 0), 0, 12);
  return fmt::format("{:.{}f} +- {:.{}f}", estimate.value, digits, estimate.error, digits);
}

std::string result_line(const Calibration& fit) {
  const std::string c0 = "c0 = " + with_error(fit.c0);
  return fit.c1.error > 0 ? c0 + ", c1 = " + with_error(fit.c1) : c0;
}

std::string comparison_table(const StressTarget& target, const Calibration& fit) {
  std::string text = fmt::format("{:<12} {:>18} {:>18} {:>10}\n", "", "target", "fit", "fit-target");
  text += table_row("flow stress", target.flow_stress, fit.flow_stress);
  text += table_row("peak stress", target.peak_stress, fit.peak_stress);
  if (target.curve) {
    text += fmt::format("{:<12} {} strains, chi^2/degrees of freedom {:.2f}\n", "curve",
                        target.curve->strain.size(),
                        fit.chi_square / double(std::max<std::size_t>(1, fit.degrees)));
  }
  return text;
}

std::string calibration_json(const CalibrationProblem& problem, const CalibrationOptions& options,
                             const Calibration& fit, const std::string& point, const std::string& identity) {
  Json target{{"flow_stress", pair(problem.target.flow_stress)},
              {"peak_stress", pair(problem.target.peak_stress)},
              {"curve", nullptr}};
  if (const auto& curve = problem.target.curve)
    target["curve"] = {{"strain", curve->strain}, {"stress", curve->stress}, {"error", curve->error}};
  Json c0 = Json::array();
  Json c1 = Json::array();
  for (const SlipCoefficients& c : fit.bootstrap) {
    c0.push_back(c.c0);
    c1.push_back(c.c1);
  }
  const Json result{{"point", point},
                    {"identity", identity},
                    {"precision", options.precision},
                    {"precise", fit.precise},
                    {"realizations", fit.steps.back().realizations},
                    {"target", target},
                    {"c0", pair(fit.c0)},
                    {"c1", pair(fit.c1)},
                    {"c1_fitted", problem.target.coefficients() == 2},
                    {"correlation", fit.correlation},
                    {"chi_square", fit.chi_square},
                    {"degrees_of_freedom", fit.degrees},
                    {"flow_stress", pair(fit.flow_stress)},
                    {"peak_stress", pair(fit.peak_stress)},
                    {"curve", columns(problem.grid, fit.stress)},
                    {"bootstrap", {{"c0", c0}, {"c1", c1}}},
                    {"steps", steps(fit)}};
  return result.dump(1) + "\n";
}

}  // namespace yieldscape
