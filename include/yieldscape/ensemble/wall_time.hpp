#pragma once

#include <cstdint>
#include <span>

namespace yieldscape {

/// Equal tasks: those of one point.
struct TaskLoad {
  std::uint64_t tasks = 0;
  double seconds_each = 0;  ///< CPU seconds
};

/// Seconds until `workers` have computed all tasks, the longest first, each by one worker. Exact for that
/// order (no messages, no start); where every worker has many tasks an even share, to about half a task.
/// Cost: at most some 1e6 steps.
[[nodiscard]] double wall_seconds(std::span<const TaskLoad> loads, std::uint32_t workers);

}  // namespace yieldscape
