#pragma once

#include <cstdint>

#include "yieldscape/ensemble/ensemble_spec.hpp"
#include "yieldscape/ensemble/machine_speed.hpp"

namespace yieldscape {

/// Expected cost of one realization of a point, CPU seconds: a prior, replaced by the mean of what finished
/// realizations took. Decides order and batch sizes, never a result.
class CostModel {
 public:
  explicit CostModel(double prior_seconds) : prior_(prior_seconds) {}

  void observe(double seconds) noexcept { observe(seconds, seconds, 1); }
  /// Several finished realizations: what they took together, and the slowest of them.
  void observe(double seconds, double longest, std::uint64_t realizations) noexcept;
  [[nodiscard]] double seconds() const noexcept { return observed_ > 0 ? sum_ / double(observed_) : prior_; }
  /// A cost that few realizations exceed: for deciding whether one still fits before a deadline.
  [[nodiscard]] double cautious_seconds() const noexcept;
  [[nodiscard]] double prior_seconds() const noexcept { return prior_; }
  [[nodiscard]] std::uint64_t observed() const noexcept { return observed_; }

 private:
  double prior_;
  double sum_ = 0;
  double largest_ = 0;
  std::uint64_t observed_ = 0;
};

/// Expected slips of one realization until `strain`. After yielding all strain beyond the elastic part Σ/2μ
/// is carried by slips of mean <ε_0>, so that only the flow stress Σ has to be guessed, from thresholds and
/// <ε_0>; before, a site below the load has slipped once. For s = 0.1 … 10 the flow stress is right within a
/// tenth of the mean threshold, and the number of slips after yielding within some percent.
[[nodiscard]] double expected_slips(const Point& point, double strain);

/// Expected CPU seconds of one realization of a point of the ensemble on a machine.
[[nodiscard]] double expected_seconds(const EnsembleSpec& spec, const Point& point,
                                      const MachineSpeed& machine);

}  // namespace yieldscape
