#pragma once

#include <optional>
#include <span>
#include <vector>

#include "yieldscape/drive/strain_grid.hpp"

namespace yieldscape {

/// A number and its standard error.
struct Estimate {
  double value = 0;
  double error = 0;
};

/// A measured stress curve: strains that increase, stresses, standard errors (empty: not known), each [n].
struct MeasuredCurve {
  std::vector<double> strain;
  std::vector<double> stress;
  std::vector<double> error;
};

/// What an ensemble shall do, LJ stress. Standard errors of zero: taken as exact.
struct StressTarget {
  std::optional<Estimate> flow_stress;
  std::optional<Estimate> peak_stress;
  std::optional<MeasuredCurve> curve;

  /// One coefficient follows from a flow stress alone, two from a peak or a curve as well.
  [[nodiscard]] std::size_t coefficients() const noexcept { return peak_stress || curve ? 2 : 1; }
};

/// What is compared with a target, one row of it: the wanted value, its standard error, and how much it
/// counts (1/variance in the least squares; 0: not asked for).
struct TargetRow {
  Estimate wanted;
  double weight = 0;
};

/// Rows of a target: flow stress, peak stress, then the curve's points. A flow or peak stress without an
/// error counts as if known to 0.1 %, a curve as if known to 1 % of its largest stress.
[[nodiscard]] std::vector<TargetRow> target_rows(const StressTarget& target);

/// The same rows of a mean stress curve of shape [T] (straight lines between the grid strains and the
/// origin).
[[nodiscard]] std::vector<double> stress_response(const StressTarget& target, const StrainGrid& grid,
                                                  std::span<const double> stress);

}  // namespace yieldscape
