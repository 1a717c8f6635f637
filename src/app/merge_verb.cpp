#include "yieldscape/io/merge.hpp"

#include <fmt/format.h>

#include "yieldscape/app/job.hpp"
#include "yieldscape/app/rendering.hpp"
#include "yieldscape/app/verbs.hpp"
#include "yieldscape/io/run_lock.hpp"
#include "yieldscape/parallel/together.hpp"

namespace yieldscape {

ExitCode merge_verb(const MergeOptions& options, const Communicator& world) {
  const RunConfig config = read_job(options.job, world);
  const RunDirectory target = run_directory_of(options.job.result);
  std::optional<RunLock> lock;
  together(world, [&] {
    if (!world.is_root()) return;
    std::vector<RunDirectory> sources;
    for (const auto& path : options.sources) {
      sources.push_back(path.extension() == ".run" ? RunDirectory(path) : run_directory_of(path));
    }
    check_sources(sources, config.ensemble);
    check_run(target, config.ensemble);
    lock.emplace(target);
    const MergeReport report = merge_runs(sources, target, config.ensemble);
    fmt::print("{}: {} journals copied, {} there already\n", target.path().string(), report.journals_copied,
               report.journals_known);
  });
  return render_result(config, target, options.job.result, world, false);
}

}  // namespace yieldscape
