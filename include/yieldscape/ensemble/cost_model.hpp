#pragma once

#include <cstdint>

#include "yieldscape/ensemble/ensemble_spec.hpp"

namespace yieldscape {

/// Expected cost of one realization of a point, CPU seconds: a prior from the physics, replaced by the mean
/// of what finished realizations took. Decides order and batch sizes, never a result.
class CostModel {
 public:
  /// Prior: slips until the last strain, strain/<ε_0> per site (plastic flow carries nearly all strain), each
  /// at the price of one sweep over the lattice.
  CostModel(const Point& point, double strain_max);

  void observe(double seconds) noexcept { observe(seconds, seconds, 1); }
  /// Several finished realizations: what they took together, and the slowest of them.
  void observe(double seconds, double longest, std::uint64_t realizations) noexcept;
  [[nodiscard]] double seconds() const noexcept { return observed_ > 0 ? sum_ / double(observed_) : prior_; }
  /// A cost that few realizations exceed: for deciding whether one still fits before a deadline.
  [[nodiscard]] double cautious_seconds() const noexcept;
  [[nodiscard]] std::uint64_t observed() const noexcept { return observed_; }

 private:
  double prior_;
  double sum_ = 0;
  double largest_ = 0;
  std::uint64_t observed_ = 0;
};

/// Expected slips of one realization.
[[nodiscard]] double expected_slips(const Point& point, double strain_max);

}  // namespace yieldscape
