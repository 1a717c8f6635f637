#include "yieldscape/ensemble/wall_time.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <queue>
#include <vector>

#include "yieldscape/core/contracts.hpp"

namespace yieldscape {
namespace {

// With more tasks than this for each worker the last one ends within a percent of an even share.
constexpr std::uint64_t many_tasks_each = 50;

// Tasks that one worker computes alone.
double wall_alone(std::span<const TaskLoad> loads, std::uint32_t workers) {
  std::uint64_t tasks = 0;
  double seconds = 0;
  double longest = 0;
  for (const TaskLoad& load : loads) {
    tasks += load.tasks;
    seconds += double(load.tasks) * load.seconds_each;
    if (load.tasks > 0) longest = std::max(longest, load.seconds_each);
  }
  if (tasks / workers >= many_tasks_each) return std::max(longest, seconds / workers);

  std::vector<TaskLoad> order(loads.begin(), loads.end());
  std::ranges::sort(order, std::greater{}, &TaskLoad::seconds_each);
  // When each worker is free: the next task goes to the earliest.
  std::priority_queue<double, std::vector<double>, std::greater<>> free_at(std::greater<>{},
                                                                           std::vector<double>(workers, 0.0));
  double end = 0;
  for (const TaskLoad& load : order) {
    for (std::uint64_t task = 0; task < load.tasks; ++task) {
      const double finished = free_at.top() + load.seconds_each;
      free_at.pop();
      free_at.push(finished);
      end = std::max(end, finished);
    }
  }
  return end;
}

}  // namespace

double wall_seconds(std::span<const TaskLoad> loads, std::uint32_t workers) {
  EXPECTS(workers >= 1);
  std::map<std::uint32_t, std::vector<TaskLoad>> by_team;
  for (const TaskLoad& load : loads) {
    const std::uint32_t team = std::min(load.ranks_each, workers);
    by_team[team].push_back({.tasks = load.tasks, .seconds_each = load.seconds_each / team});
  }
  double seconds = 0;
  for (const auto& [team, tasks] : by_team) seconds += wall_alone(tasks, workers / team);
  return seconds;
}

}  // namespace yieldscape
