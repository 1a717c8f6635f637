#include "yieldscape/app/job.hpp"
#include "yieldscape/app/rendering.hpp"
#include "yieldscape/app/verbs.hpp"
#include "yieldscape/parallel/together.hpp"

namespace yieldscape {

ExitCode render_verb(const RenderOptions& options, const Communicator& world) {
  const RunConfig config = read_job(options.job, world);
  const RunDirectory directory = run_directory_of(options.job.result);
  together(world, [&] { check_run(directory, config.ensemble); });
  return render_result(config, directory, options.job.result, world, options.quiet);
}

}  // namespace yieldscape
