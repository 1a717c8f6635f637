#include <fmt/format.h>

#include "yieldscape/app/job.hpp"
#include "yieldscape/app/plan.hpp"
#include "yieldscape/app/verbs.hpp"

namespace yieldscape {

ExitCode plan_verb(const PlanOptions& options) {
  const RunConfig config = read_job(options.job);
  const Plan plan = make_plan(config, run_directory_of(options.job.result), options.ranks);
  fmt::print("{}", options.json ? to_json(plan, options.job.result) : to_text(plan, options.job.result));
  return ExitCode::complete;
}

}  // namespace yieldscape
