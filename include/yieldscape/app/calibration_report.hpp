#pragma once

#include <string>

#include "yieldscape/ensemble/calibration.hpp"

namespace yieldscape {

/// "0.0276 +- 0.0003": the error to one digit, or two if it begins with 1; the value to the same place.
[[nodiscard]] std::string with_error(const Estimate& estimate);

/// "c0 = 0.0276 +- 0.0003, c1 = 0.0206 +- 0.0004"; without c1 if it was not fitted.
[[nodiscard]] std::string result_line(const Calibration& fit);

/// Target, fit and residual of flow stress, peak stress and curve.
[[nodiscard]] std::string comparison_table(const StressTarget& target, const Calibration& fit);

/// Everything a picture of the fit needs, as JSON; `identity` names what was fitted with which binary.
[[nodiscard]] std::string calibration_json(const CalibrationProblem& problem,
                                           const CalibrationOptions& options, const Calibration& fit,
                                           const std::string& point, const std::string& identity);

}  // namespace yieldscape
