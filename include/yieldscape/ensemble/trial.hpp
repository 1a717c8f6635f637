#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "yieldscape/drive/quasistatic.hpp"
#include "yieldscape/ensemble/ensemble_spec.hpp"

namespace yieldscape {

/// c0 and c1 of eqs. (11), (12).
struct SlipCoefficients {
  double c0 = 0;
  double c1 = 0;
};

/// Realizations of a trial are averaged, kept and resampled in batches of so many.
inline constexpr std::uint32_t trial_batch = 4;

/// Mean stress curves of the batches of one trial, shape [batches, T].
struct TrialCurves {
  std::size_t strains = 0;
  std::vector<double> values;
  [[nodiscard]] std::size_t batches() const noexcept { return values.size() / strains; }
  [[nodiscard]] std::span<const double> batch(std::size_t b) const {
    return std::span(values).subspan(b * strains, strains);
  }
};

/// The ensemble of one trial: the point with other coefficients, nothing recorded but curves, and the random
/// numbers of all trials the same, so that they differ by their coefficients and not by their draw.
[[nodiscard]] EnsembleSpec trial_ensemble(const EnsembleSpec& spec, const Point& point,
                                          SlipCoefficients coefficients);

/// Mean stress curve [T] of batch `batch` of a trial; nothing if `after_avalanche` said stop. Throws
/// RealizationError if a realization cannot be completed.
[[nodiscard]] std::optional<std::vector<double>> batch_stress(
    const EnsembleSpec& trial, const Medium& medium, std::uint32_t batch,
    const std::function<Verdict()>& after_avalanche);

}  // namespace yieldscape
