#pragma once

#include <memory>
#include <optional>

#include "yieldscape/landscape/law_spec.hpp"
#include "yieldscape/landscape/quantile_table.hpp"

namespace yieldscape {

/// A law of local yield stresses as mathematics has it, shift and truncation included: moments and quantiles
/// by the special functions. Drawing is left to ThresholdLaw.
class ThresholdDistribution {
 public:
  /// Throws std::invalid_argument (parameter, value, what is possible) if no such law exists.
  explicit ThresholdDistribution(const ThresholdSpec& spec);

  /// σ_c (LJ stress) at u in (0, 1). Cost: 50 ns (normal) to a few µs (gamma).
  [[nodiscard]] double quantile(double u) const;
  /// quantile(1 − p), accurate however small p is.
  [[nodiscard]] double upper_quantile(double p) const;

  [[nodiscard]] double mean() const noexcept { return mean_; }
  [[nodiscard]] double std() const noexcept;
  [[nodiscard]] double second_moment() const noexcept { return second_moment_; }

  /// The only value, if the law has but one.
  [[nodiscard]] std::optional<double> constant() const noexcept;
  /// The user's table, if that is what the law is: quantile(u) = shift() + table()->quantile(u).
  [[nodiscard]] const QuantileTable* table() const noexcept;
  [[nodiscard]] double shift() const noexcept { return shift_; }
  /// The bounds of a truncated law, infinite if there are none.
  [[nodiscard]] double lower() const noexcept { return lower_; }
  [[nodiscard]] double upper() const noexcept { return upper_; }

 private:
  /// One of the laws of Boost.Math, a constant or a table. Known to the source file alone: their headers take
  /// seconds to compile.
  struct Law;

  [[nodiscard]] static std::shared_ptr<const Law> make(const ThresholdSpec& spec);
  [[nodiscard]] double raw_quantile(double u) const;
  [[nodiscard]] double raw_upper_quantile(double p) const;
  [[nodiscard]] double raw_probability_above(double x) const;
  [[nodiscard]] double raw_cdf(double x) const;
  void confine(double lower, double upper);
  void integrate_moments();

  double shift_;
  std::shared_ptr<const Law> law_;
  bool truncated_ = false;
  double lower_;
  double upper_;
  double probability_below_ = 0;  ///< of the untruncated law, below `lower_`
  double probability_above_ = 0;  ///< of the untruncated law, above `upper_`
  double probability_kept_ = 1;
  double mean_ = 0;
  double second_moment_ = 0;
};

}  // namespace yieldscape
