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

std::vector<std::uint32_t> usual_ranks(std::uint64_t tasks) {
  std::vector<std::uint32_t> ranks{1};
  while (ranks.back() < 16384 && ranks.back() < tasks) ranks.push_back(ranks.back() * 4);
  return ranks;
}

JournalIndex journals_of(const RunDirectory& directory, const EnsembleSpec& spec) {
  check_run(directory, spec);
  return index_journals(directory.journals(), identity_of(spec).run());
}

}  // namespace

Plan make_plan(const RunConfig& config, const RunDirectory& directory, std::span<const std::uint32_t> ranks) {
  const EnsembleSpec& spec = config.ensemble;
  const double strain_max = spec.grid.strain(spec.grid.count - 1);
  const WorkList work = work_list(spec, journals_of(directory, spec), std::nullopt);

  Plan plan{.title = spec.title, .tasks = work.tasks, .done = work.done, .file_bytes = result_bytes(spec)};
  std::vector<TaskLoad> left;
  for (std::size_t p = 0; p < spec.points.size(); ++p) {
    const Point& point = spec.points[p];
    const PointWork& todo = work.missing[p];
    std::uint64_t missing = 0;
    for (const RealizationRange& range : todo.missing) missing += range.last - range.first;
    plan.points.push_back({.name = point.labels().name,
                           .lattice = point.params().lattice,
                           .disorder_strength = disorder_strength(point.params()),
                           .age = age(point.params()),
                           .tasks = point.realizations(),
                           .done = point.realizations() - missing,
                           .slips_each = expected_slips(point, strain_max),
                           .seconds_each = todo.cost.seconds(),
                           .observed = todo.cost.observed()});
    const PlannedPoint& planned = plan.points.back();
    left.push_back({.tasks = missing, .seconds_each = planned.seconds_each});
    plan.slips += double(planned.tasks) * planned.slips_each;
    plan.core_seconds += double(planned.tasks) * planned.seconds_each;
    plan.core_seconds_left += double(missing) * planned.seconds_each;
    plan.memory_per_rank_bytes = std::max(plan.memory_per_rank_bytes, bytes_per_rank(point));
  }

  const auto wanted = ranks.empty() ? usual_ranks(plan.tasks) : std::vector(ranks.begin(), ranks.end());
  for (const std::uint32_t count : wanted) {
    plan.walls.push_back(
        {.ranks = count,
         .seconds = start_seconds + wall_seconds(left, count) + plan.file_bytes / result_bytes_per_second});
  }
  return plan;
}

}  // namespace yieldscape
