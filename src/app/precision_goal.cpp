#include "yieldscape/app/precision_goal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "yieldscape/app/job.hpp"
#include "yieldscape/app/verbs.hpp"
#include "yieldscape/ensemble/realizations_needed.hpp"
#include "yieldscape/io/read_result.hpp"
#include "yieldscape/observe/observable.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/together.hpp"

namespace yieldscape {
namespace {

// The standard error of one quantity at one point; of a curve the largest over the strains.
double standard_error(const std::filesystem::path& result, const ResultOverview& overview, std::size_t point,
                      const std::string& quantity) {
  const PointResult& numbers = overview.points[point];
  if (quantity == "flow_stress") return numbers.flow_stress_sem;
  if (quantity == "peak_stress") return numbers.peak_stress_sem;
  if (quantity == "localization_max") return numbers.localization_max_sem;
  double largest = std::numeric_limits<double>::quiet_NaN();
  for (const double error : read_mean_curve(result, point, quantity + "_sem")) {
    if (std::isfinite(error) && !(error <= largest)) largest = error;
  }
  return largest;
}

void check_quantity(const std::string& quantity) {
  std::string known = "flow_stress, peak_stress, localization_max";
  bool found = quantity == "flow_stress" || quantity == "peak_stress" || quantity == "localization_max";
  for (const ObservableInfo& observable : observables()) {
    found = found || quantity == observable.name;
    known += fmt::format(", {}", observable.name);
  }
  if (!found)
    throw UsageError(
        fmt::format("--target-sem {}: there is no such quantity; there are {}", quantity, known));
}

}  // namespace

ExitCode run_to_precision(const RunOptions& options, const StopSignals& signals, const Communicator& world) {
  for (const SemGoal& goal : options.target_sem) check_quantity(goal.quantity);
  RunOptions round = options;
  round.target_sem.clear();
  std::vector<std::uint32_t> batches;
  for (const Point& point : read_job(options.job, world).ensemble.points)
    batches.push_back(point.realizations());
  round.job.realizations = batches;
  while (true) {
    const ExitCode code = run_verb(round, signals, world);
    if (code != ExitCode::complete) return code;
    std::vector<std::uint32_t> next = round.job.realizations;
    together(world, [&] {
      if (!world.is_root()) return;
      const ResultOverview overview = read_overview(options.job.result);
      for (std::size_t i = 0; i < next.size(); ++i) {
        for (const SemGoal& goal : options.target_sem) {
          const double error = standard_error(options.job.result, overview, i, goal.quantity);
          next[i] = std::max(next[i],
                             realizations_needed(round.job.realizations[i], batches[i], error, goal.error));
        }
        if (next[i] > round.job.realizations[i] && !options.quiet) {
          fmt::print(stderr, "{}: {} realizations are too few for the wanted errors; {} now\n",
                     overview.points[i].name, round.job.realizations[i], next[i]);
        }
      }
    });
    next = broadcast(world, next);
    if (next == round.job.realizations) return code;
    round.job.realizations = next;
  }
}

}  // namespace yieldscape
