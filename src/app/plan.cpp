#include "yieldscape/app/plan.hpp"

#include <algorithm>

#include "yieldscape/app/work_list.hpp"
#include "yieldscape/ensemble/size_estimate.hpp"
#include "yieldscape/ensemble/wall_time.hpp"

namespace yieldscape {
namespace {

// Start of the program on all nodes, and the rate at which a result file is written and read back.
constexpr double start_seconds = 1;
constexpr double result_bytes_per_second = 1e8;

// Four times the ranks should save at least this part of the time to be worth a line.
constexpr double worthwhile = 0.05;
constexpr std::uint32_t most_usual_ranks = 65536;

JournalIndex journals_of(const RunDirectory& directory, const EnsembleSpec& spec) {
  check_run(directory, spec);
  return index_journals(directory.journals(), identity_of(spec).run());
}

std::uint64_t count(std::span<const RealizationRange> ranges) {
  std::uint64_t tasks = 0;
  for (const RealizationRange& range : ranges) tasks += range.last - range.first;
  return tasks;
}

PointCost planned(const EnsembleSpec& spec, const Point& point, const PointWork& work,
                  const MachineSpeed& machine) {
  const double prior = expected_seconds(spec, point, machine);
  return {.name = point.labels().name,
          .lattice = point.params().lattice,
          .disorder_strength = disorder_strength(point.params()),
          .age = age(point.params()),
          .tasks = point.realizations(),
          .done = point.realizations() - count(work.missing),
          .slips_each = expected_slips(point, spec.grid.strain(spec.grid.count - 1)),
          .seconds_each = work.cost.observed() > 0 ? work.cost.seconds() : prior,
          .prior_each = prior,
          .observed = work.cost.observed()};
}

// Points never computed are off by as much as those that were: by the machine and by what else it does.
void refine(std::vector<PointCost>& points) {
  double took = 0;
  double expected = 0;
  for (const PointCost& point : points) {
    took += double(point.observed) * point.seconds_each;
    expected += double(point.observed) * point.prior_each;
  }
  if (!(took > 0 && expected > 0)) return;
  for (PointCost& point : points) {
    if (point.observed == 0) point.seconds_each *= took / expected;
  }
}

double wall(const Plan& plan, std::span<const TaskLoad> loads, std::uint32_t ranks) {
  return start_seconds + wall_seconds(loads, ranks) + plan.file_bytes / result_bytes_per_second;
}

std::vector<PlannedWall> usual_walls(const Plan& plan, std::span<const TaskLoad> loads) {
  std::vector<PlannedWall> walls{{.ranks = 1, .seconds = wall(plan, loads, 1)}};
  while (walls.back().ranks < most_usual_ranks) {
    const std::uint32_t ranks = walls.back().ranks * 4;
    const double seconds = wall(plan, loads, ranks);
    if (seconds > (1 - worthwhile) * walls.back().seconds) break;
    walls.push_back({.ranks = ranks, .seconds = seconds});
  }
  return walls;
}

}  // namespace

Plan make_plan(const RunConfig& config, const RunDirectory& directory, const MachineSpeed& machine,
               std::span<const std::uint32_t> ranks) {
  const EnsembleSpec& spec = config.ensemble;
  const WorkList work = work_list(spec, journals_of(directory, spec), std::nullopt);
  Plan plan{.title = spec.title, .tasks = work.tasks, .done = work.done};
  for (std::size_t p = 0; p < spec.points.size(); ++p) {
    plan.points.push_back(planned(spec, spec.points[p], work.missing[p], machine));
  }
  refine(plan.points);

  std::vector<TaskLoad> left;
  for (PointCost& point : plan.points) {
    point.ranks_each = std::uint32_t(config.ranks_per_realization(point.lattice));
    left.push_back({.tasks = point.tasks - point.done,
                    .seconds_each = point.seconds_each,
                    .ranks_each = point.ranks_each});
    plan.slips += double(point.tasks) * point.slips_each;
    plan.core_seconds += double(point.tasks) * point.seconds_each;
    plan.core_seconds_left += double(left.back().tasks) * point.seconds_each;
  }
  std::vector<std::uint32_t> teams;
  for (const Point& point : spec.points) {
    teams.push_back(std::uint32_t(config.ranks_per_realization(point.params().lattice)));
  }
  plan.memory_per_rank_bytes = memory_per_rank_bytes(spec, teams);
  plan.file_bytes = result_bytes(spec);
  if (ranks.empty()) {
    plan.walls = usual_walls(plan, left);
  } else {
    for (const std::uint32_t some : ranks)
      plan.walls.push_back({.ranks = some, .seconds = wall(plan, left, some)});
  }
  return plan;
}

}  // namespace yieldscape
