#pragma once

#include <functional>
#include <optional>
#include <vector>

namespace yieldscape {

/// c0 and c1 of eqs. (11), (12).
struct SlipCoefficients {
  double c0 = 0;
  double c1 = 0;
};

/// What an ensemble with some coefficients does, LJ stress.
struct StressResponse {
  double flow_stress = 0;
  double peak_stress = 0;
};

/// What it should do; without a peak only c0 is fitted.
struct StressTarget {
  double flow_stress = 0;
  std::optional<double> peak_stress;
};

struct CalibrationStep {
  SlipCoefficients coefficients;
  StressResponse response;
};

struct Calibration {
  bool converged = false;
  CalibrationStep best;                ///< smallest deviation among the steps
  std::vector<CalibrationStep> steps;  ///< in the order tried
};

/// Finds slip coefficients whose ensemble reproduces the target within the relative tolerance: c0 by
/// bracketing (larger slips lower the flow stress), or (c0, c1) by Broyden's method from a Jacobian of finite
/// differences. As the paper found its coefficients (section 4). `respond` should be smooth: give it the same
/// random numbers every time. Cost: 5 to 20 ensembles.
[[nodiscard]] Calibration calibrate(const std::function<StressResponse(SlipCoefficients)>& respond,
                                    SlipCoefficients start, const StressTarget& target, double tolerance);

}  // namespace yieldscape
