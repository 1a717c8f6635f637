#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "yieldscape/ensemble/schedule.hpp"
#include "yieldscape/io/journal_index.hpp"
#include "yieldscape/io/run_lock.hpp"

namespace yieldscape {

/// A realization begun by this many writers that were killed before its end is put aside: it counts as
/// failed.
inline constexpr std::uint32_t tries_before_put_aside = 3;
/// Others may have been under way when it killed them. So from this many on a realization is tried while
/// nothing else is computed: one that is killed once more has nobody else to blame, and those that only were
/// nearby get done.
inline constexpr std::uint32_t tries_before_suspicion = 2;

/// Tasks of one point (of the shard's part of it).
struct PointCount {
  std::uint64_t tasks = 0;
  std::uint64_t done = 0;
  std::uint64_t failed = 0;
};

/// Where an ensemble stands, by what its journals hold.
struct WorkList {
  std::vector<PointWork> missing;  ///< one entry per point
  std::vector<PointCount> points;  ///< one entry per point
  std::uint64_t tasks = 0;         ///< of the ensemble (of the shard, if one is given)
  std::uint64_t done = 0;
  std::uint64_t failed = 0;
  std::vector<TaskId> begun_before;  ///< of the missing, those under way at a kill, sorted
  std::vector<Task> suspects;        ///< to be tried alone; not among the missing
  std::vector<TaskId> put_aside;     ///< killed their rank too often; to be recorded as failed
  std::vector<TaskId> checkpoints;   ///< tasks that can be taken up on the way, sorted
};

/// Costs of points with finished realizations are those measured.
[[nodiscard]] WorkList work_list(const EnsembleSpec& spec, const JournalIndex& index,
                                 const std::optional<Shard>& shard);

/// Whether a task belongs to a shard: short runs of consecutive realizations are dealt out like cards.
[[nodiscard]] bool belongs_to(const std::optional<Shard>& shard, const TaskId& task);

}  // namespace yieldscape
