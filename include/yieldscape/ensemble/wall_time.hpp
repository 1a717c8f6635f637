#pragma once

#include <cstdint>
#include <span>

namespace yieldscape {

/// Equal tasks: those of one point.
struct TaskLoad {
  std::uint64_t tasks = 0;
  double seconds_each = 0;       ///< CPU seconds, of all ranks together
  std::uint32_t ranks_each = 1;  ///< that compute one
};

/// Seconds until `workers` have computed all tasks, the longest first; those for large teams before those for
/// smaller ones. Exact for that order (no messages, no start); where every team has many tasks an even share,
/// to about half a task. Cost: at most some 1e6 steps.
[[nodiscard]] double wall_seconds(std::span<const TaskLoad> loads, std::uint32_t workers);

}  // namespace yieldscape
