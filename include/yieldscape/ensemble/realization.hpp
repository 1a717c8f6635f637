#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "yieldscape/drive/quasistatic.hpp"
#include "yieldscape/ensemble/ensemble_spec.hpp"

namespace yieldscape {

/// One unit of work: realization `realization` (counted from 0) of point `point` of the ensemble.
struct Task {
  std::uint32_t point = 0;
  std::uint32_t realization = 0;
  friend constexpr auto operator<=>(const Task&, const Task&) = default;
};

/// What a finished task leaves: records decided by (seed, point, realization) alone, and what it cost.
struct RealizationResult {
  Records records;
  std::uint64_t slips = 0;
  std::uint64_t rounds = 0;
  std::uint64_t near_ties = 0;  ///< comparisons that rounding may have decided, see State
  double seconds = 0;           ///< CPU time in the physics; provenance, not data
};

/// Computes one task from beginning to end. `after_avalanche` is asked after every avalanche: `stop` gives
/// the task up (nothing is returned). `medium` must be that of the task's point. Throws RealizationError if
/// the realization cannot be completed.
[[nodiscard]] std::optional<RealizationResult> run_realization(
    const EnsembleSpec& spec, const Medium& medium, Task task,
    const std::function<Verdict()>& after_avalanche, SimdPath path = best_simd_path());

}  // namespace yieldscape
