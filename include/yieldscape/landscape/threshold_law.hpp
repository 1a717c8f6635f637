#pragma once

#include <memory>

#include "yieldscape/landscape/inverse_cdf.hpp"
#include "yieldscape/landscape/law_spec.hpp"

namespace yieldscape {

class SmoothCells;
class ThresholdDistribution;  // keeps Boost.Math out of all who draw

/// A law of local yield stresses, ready to draw from: σ_c = quantile(u), u uniform in (0, 1).
/// Shift and truncation included; moments are those of the law as drawn.
class ThresholdLaw {
 public:
  /// Throws std::invalid_argument (parameter, value, what is possible) if no such law exists. Cost: 1 ms
  /// (normal) to 0.1 s (gamma), for the table of the inverse CDF.
  explicit ThresholdLaw(const ThresholdSpec& spec);

  /// LJ stress. Cost: 10 ns; as ThresholdDistribution where that is no smooth function in double precision.
  [[nodiscard]] double quantile(double u) const;

  /// The same function for the hot loop, null if it has no fast form. Valid while this law lives.
  [[nodiscard]] const InverseCdf* inverse_cdf() const noexcept { return fast_ ? &inverse_cdf_ : nullptr; }

  /// Largest error of the table found when it was made, relative to |σ_c| + std; 0 for user tables.
  [[nodiscard]] double fit_error() const noexcept;

  [[nodiscard]] double mean() const noexcept;
  [[nodiscard]] double std() const noexcept;
  [[nodiscard]] double second_moment() const noexcept;

 private:
  std::shared_ptr<const ThresholdDistribution> distribution_;
  std::shared_ptr<const SmoothCells> cells_;
  InverseCdf inverse_cdf_;
  bool fast_ = true;
};

}  // namespace yieldscape
