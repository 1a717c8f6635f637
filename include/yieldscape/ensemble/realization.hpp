#pragma once

#include <cstdint>
#include <functional>
#include <optional>

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
  double seconds = 0;  ///< CPU time in the physics; provenance, not data
};

}  // namespace yieldscape
