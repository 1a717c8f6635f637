#include "yieldscape/app/work_list.hpp"

#include <algorithm>

namespace yieldscape {
namespace {

constexpr std::uint32_t shard_run = 16;  // consecutive realizations that stay together, for short gap lists

// The first points would otherwise go to the same shards: each point begins to deal elsewhere.
std::uint64_t first_shard(const TaskId& task) {
  return task.point.low;
}

}  // namespace

bool belongs_to(const std::optional<Shard>& shard, const TaskId& task) {
  if (!shard) return true;
  const std::uint64_t run = task.realization / shard_run;
  return (first_shard(task) % shard->count + run) % shard->count == shard->index;
}

WorkList work_list(const EnsembleSpec& spec, const JournalIndex& index, const std::optional<Shard>& shard) {
  WorkList list;
  for (const Point& point : spec.points) {
    PointWork work{.cost = CostModel(expected_seconds(spec, point, built_in_speed())), .missing = {}};
    std::vector<std::uint32_t> finished;  // or not ours to do
    PointCount& count = list.points.emplace_back();
    for (std::uint32_t r = 0; r < point.realizations(); ++r) {
      const TaskId task{.point = point.hash(), .realization = r};
      const bool ours = belongs_to(shard, task);
      if (ours) ++count.tasks;
      if (const DoneTask* done = index.find_done(task)) {
        if (ours) ++count.done;
        work.cost.observe(double(done->seconds));
      } else if (index.find_failed(task) != nullptr) {
        if (ours) ++count.failed;
      } else if (const auto tries = index.unfinished_starts(task); tries >= tries_before_put_aside) {
        if (ours) list.put_aside.push_back(task);
      } else if (tries >= tries_before_suspicion) {
        if (ours) list.suspects.push_back({.point = std::uint32_t(list.missing.size()), .realization = r});
      } else if (ours) {
        if (tries > 0) list.begun_before.push_back(task);
        continue;
      }
      finished.push_back(r);
    }
    list.tasks += count.tasks;
    list.done += count.done;
    list.failed += count.failed;
    work.missing = missing_ranges(point.realizations(), finished);
    list.missing.push_back(std::move(work));
  }
  std::ranges::sort(list.begun_before);
  return list;
}

}  // namespace yieldscape
