#include "yieldscape/ensemble/calibration.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace yieldscape {
namespace {

constexpr int most_steps = 30;
constexpr double bracket_growth = 1.5;
constexpr double difference = 0.15;   // relative change of a coefficient for the first Jacobian
constexpr double longest_step = 0.5;  // largest relative change of a coefficient in one step

using Vector = std::array<double, 2>;

class Search {
 public:
  Search(const std::function<StressResponse(SlipCoefficients)>& respond, const StressTarget& target,
         double tolerance)
      : respond_(respond), target_(target), tolerance_(tolerance) {}

  // Relative deviations of flow and peak stress.
  Vector deviation(SlipCoefficients at) {
    const StressResponse response = respond_(at);
    const Vector d = deviation_of(response);
    const CalibrationStep step{.coefficients = at, .response = response};
    result_.steps.push_back(step);
    if (result_.steps.size() == 1 || size(d) < size(deviation_of(result_.best.response))) result_.best = step;
    result_.converged = size(deviation_of(result_.best.response)) <= tolerance_;
    return d;
  }

  [[nodiscard]] bool done() const { return result_.converged || result_.steps.size() >= most_steps; }
  [[nodiscard]] const Calibration& result() const { return result_; }
  static double size(const Vector& d) { return std::max(std::abs(d[0]), std::abs(d[1])); }

 private:
  [[nodiscard]] Vector deviation_of(const StressResponse& response) const {
    return {response.flow_stress / target_.flow_stress - 1,
            target_.peak_stress ? response.peak_stress / *target_.peak_stress - 1 : 0};
  }

  const std::function<StressResponse(SlipCoefficients)>& respond_;
  const StressTarget& target_;
  double tolerance_;
  Calibration result_;
};

// The flow stress falls with c0: widen until the deviation changes sign, then false position in log c0, with
// the Illinois rule so that no end sticks.
void fit_c0(Search& search, SlipCoefficients start) {
  struct End {
    double log_c0;
    double deviation;
  };
  const auto at = [&](double log_c0) {
    return End{log_c0, search.deviation({.c0 = std::exp(log_c0), .c1 = start.c1})[0]};
  };
  End a = at(std::log(start.c0));
  if (search.done()) return;
  End b = a;
  while (!search.done() && b.deviation * a.deviation > 0) {
    a = b;
    b = at(b.log_c0 + (b.deviation > 0 ? 1 : -1) * std::log(bracket_growth));
  }
  while (!search.done()) {
    const End c = at(b.log_c0 - b.deviation * (b.log_c0 - a.log_c0) / (b.deviation - a.deviation));
    if (c.deviation * b.deviation < 0) {
      a = b;
    } else {
      a.deviation /= 2;
    }
    b = c;
  }
}

// In logarithms of the coefficients, so that both stay positive.
void fit_both(Search& search, SlipCoefficients start) {
  const auto at = [&](const Vector& p) {
    return search.deviation({.c0 = std::exp(p[0]), .c1 = std::exp(p[1])});
  };
  Vector p{std::log(start.c0), std::log(start.c1)};
  Vector f = at(p);
  std::array<Vector, 2> jacobian{};
  for (std::size_t j = 0; j < 2 && !search.done(); ++j) {
    Vector shifted = p;
    shifted[j] += difference;
    const Vector g = at(shifted);
    for (std::size_t i = 0; i < 2; ++i) jacobian[i][j] = (g[i] - f[i]) / difference;
  }
  while (!search.done()) {
    const double determinant = jacobian[0][0] * jacobian[1][1] - jacobian[0][1] * jacobian[1][0];
    if (determinant == 0 || !std::isfinite(determinant)) return;
    Vector step{(jacobian[0][1] * f[1] - jacobian[1][1] * f[0]) / determinant,
                (jacobian[1][0] * f[0] - jacobian[0][0] * f[1]) / determinant};
    const double longest = std::max(std::abs(step[0]), std::abs(step[1]));
    for (double& s : step) s *= std::min(1.0, longest_step / longest);
    const Vector next{p[0] + step[0], p[1] + step[1]};
    const Vector g = at(next);
    const double square = step[0] * step[0] + step[1] * step[1];
    for (std::size_t i = 0; i < 2; ++i) {
      const double miss = g[i] - f[i] - jacobian[i][0] * step[0] - jacobian[i][1] * step[1];
      for (std::size_t j = 0; j < 2; ++j) jacobian[i][j] += miss * step[j] / square;
    }
    p = next;
    f = g;
  }
}

}  // namespace

Calibration calibrate(const std::function<StressResponse(SlipCoefficients)>& respond, SlipCoefficients start,
                      const StressTarget& target, double tolerance) {
  Search search(respond, target, tolerance);
  // A coefficient of zero has no logarithm: begin with a share of slip that a fit can still take away.
  if (target.peak_stress) {
    const double least = 0.05 * std::max(start.c0, start.c1);
    fit_both(search, {.c0 = std::max(start.c0, least), .c1 = std::max(start.c1, least)});
  } else {
    fit_c0(search, start.c0 > 0 ? start : SlipCoefficients{.c0 = 0.05 * start.c1, .c1 = start.c1});
  }
  return search.result();
}

}  // namespace yieldscape
