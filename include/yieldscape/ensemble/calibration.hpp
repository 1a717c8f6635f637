#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "yieldscape/ensemble/stress_target.hpp"
#include "yieldscape/ensemble/trial.hpp"

// The inverse problem of the paper's section 4: slip coefficients from the stress curve of a glass.

namespace yieldscape {

/// What is known before anything is computed.
struct CalibrationProblem {
  StressTarget target;
  StrainGrid grid;
  SlipCoefficients start;
  double second_moment = 1;  ///< <σ_c²> of the renewed thresholds, LJ stress²
  double slip_scale = 1;     ///< std(σ_c)/μ*, the mean slip at disorder strength 1, eq. (3)
};

struct CalibrationOptions {
  double precision = 0.01;                   ///< wanted relative standard error of the coefficients
  std::uint32_t most_realizations = 100000;  ///< of one trial
  std::uint64_t seed = 1;                    ///< of the resampling
};

/// One round of the search: the ensemble at `center`, and where it sends the search.
struct CalibrationStep {
  SlipCoefficients center;
  std::uint32_t realizations = 0;
  double flow_stress = 0;
  double peak_stress = 0;
  SlipCoefficients best;
};

struct Calibration {
  Estimate c0;
  Estimate c1;              ///< error 0: not fitted
  double correlation = 0;   ///< of the errors of c0 and c1
  bool precise = false;     ///< the wanted precision was reached, apart from the target's own errors
  double chi_square = 0;    ///< of the target's rows about the fit, if a curve was fitted
  std::size_t degrees = 0;  ///< of freedom: rows less coefficients
  Estimate flow_stress;     ///< of the fitted ensemble; error: that of the simulated mean
  Estimate peak_stress;
  std::vector<Estimate> stress;             ///< fitted curve, shape [T]
  std::vector<SlipCoefficients> bootstrap;  ///< fits of resampled realizations and targets
  std::vector<CalibrationStep> steps;
};

/// Mean stress curves of all trials, `batches` batches each; the same numbers for any number of ranks.
using Trials =
    std::function<std::vector<TrialCurves>(std::span<const SlipCoefficients> trials, std::uint32_t batches)>;

/// Finds the coefficients whose ensemble meets the target: c0 alone from a flow stress, c0 and c1 from more.
/// Newton's method in ln(mean slip) and in the share that c1 has in it. Slopes come from a star of trials
/// around the centre with common random numbers; the ensemble at the centre gets as many realizations as the
/// precision asks for. Errors: bootstrap over realizations, slopes included, each replicate solved anew;
/// errors of the target are drawn as normal.
/// Throws ConfigurationError if the target cannot be reached: how far the response goes, and why.
/// Cost: two or three stars of 512 realizations a trial, and the ensemble at the last centre. `told` hears of
/// every round.
[[nodiscard]] Calibration calibrate(const Trials& trials, const CalibrationProblem& problem,
                                    const CalibrationOptions& options,
                                    const std::function<void(const CalibrationStep&)>& told);

}  // namespace yieldscape
