#pragma once

#include <memory>

#include "yieldscape/landscape/law_spec.hpp"
#include "yieldscape/landscape/quantile_table.hpp"

namespace yieldscape {

/// Slip increments ε_0 = (c0 + c1 σ_c²) · shape(u), the shape of mean one (eqs. 11, 12).
class SlipLaw {
 public:
  /// Throws std::invalid_argument if c0 or c1 is negative or not finite, both are zero, or a table has
  /// negative values or no positive mean.
  explicit SlipLaw(const SlipSpec& spec);

  /// Mean slip of a site whose threshold is σ_c (LJ stress) before renewal.
  [[nodiscard]] double mean(double threshold) const noexcept { return c0_ + c1_ * (threshold * threshold); }

  /// ε_0 >= 0 from u uniform in (0, 1).
  [[nodiscard]] double operator()(double u, double threshold) const noexcept {
    return evaluate(shape_, u) * mean(threshold);
  }

  /// The shape: ε_0 = shape(u) · mean(σ_c). Valid while this law lives.
  [[nodiscard]] const InverseCdf& shape() const noexcept { return shape_; }

 private:
  double c0_;
  double c1_;
  std::shared_ptr<const QuantileTable> table_;
  InverseCdf shape_;
};

}  // namespace yieldscape
