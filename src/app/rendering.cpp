#include "yieldscape/app/rendering.hpp"

#include <fmt/format.h>

#include "yieldscape/io/render.hpp"

namespace yieldscape {

ExitCode render_result(const RunConfig& config, const RunDirectory& directory,
                       const std::filesystem::path& output, const Communicator& world, bool quiet) {
  const RenderReport report =
      render(world, config.ensemble, directory,
             {.configuration = config.text_given, .configuration_resolved = config.text_resolved}, output);
  std::uint64_t averaged = 0;
  std::uint64_t failed = 0;
  for (const PointProgress& point : report.points) {
    averaged += point.averaged;
    failed += point.failed;
  }
  if (world.is_root() && !quiet) {
    fmt::print("{}: {} points, {} realizations averaged", output.string(), report.points.size(), averaged);
    if (failed > 0) fmt::print(", {} failed", failed);
    fmt::print("{}\n", report.partial ? " (partial: some are missing)" : "");
  }
  if (report.partial) return ExitCode::stopped_early;
  return failed > 0 ? ExitCode::failed_realizations : ExitCode::complete;
}

}  // namespace yieldscape
