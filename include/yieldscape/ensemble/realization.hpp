#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "yieldscape/drive/quasistatic.hpp"
#include "yieldscape/ensemble/checkpoint.hpp"
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

/// Who watches a realization, and from where it starts.
struct RealizationWatch {
  std::function<Verdict()> after_avalanche;  ///< asked after every avalanche; `stop` gives the task up
  /// Asked at every grid strain but the last; if it says yes, `keep` gets a checkpoint, and then `write` is
  /// called. Empty: none wanted. Ranks that share the realization are asked in the same places and must all
  /// say the same; `write` is called when each of them has kept its part, so they may write together.
  std::function<bool()> wants_checkpoint = {};
  std::function<void(const Checkpoint&)> keep = {};
  std::function<void()> write = {};
  std::optional<Checkpoint> from = std::nullopt;  ///< of this task; empty: from the beginning
};

/// Computes one task to its end; nothing if it was given up. `medium` must be that of the task's point. The
/// result does not depend on where it started, but for the time it took. Throws RealizationError if the
/// realization cannot be completed.
[[nodiscard]] std::optional<RealizationResult> run_realization(const EnsembleSpec& spec, const Medium& medium,
                                                               Task task, RealizationWatch watch,
                                                               SimdPath path = best_simd_path());

/// The same from the beginning.
[[nodiscard]] std::optional<RealizationResult> run_realization(
    const EnsembleSpec& spec, const Medium& medium, Task task,
    const std::function<Verdict()>& after_avalanche, SimdPath path = best_simd_path());

}  // namespace yieldscape
