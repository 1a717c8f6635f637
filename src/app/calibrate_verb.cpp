#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "yieldscape/app/job.hpp"
#include "yieldscape/app/verbs.hpp"
#include "yieldscape/ensemble/stress_response.hpp"

namespace yieldscape {
namespace {

const Point& starting_point(const EnsembleSpec& spec, const std::string& wanted) {
  if (wanted.empty()) return spec.points.front();
  const auto found =
      std::ranges::find_if(spec.points, [&](const Point& point) { return point.labels().name == wanted; });
  if (found != spec.points.end()) return *found;
  std::string names;
  for (const Point& point : spec.points) names += "\n  " + point.labels().name;
  throw UsageError(fmt::format("--point {}: there is no such point; there are{}", wanted, names));
}

// The ensemble of one trial. Common random numbers: trials differ by their coefficients, not by their draw.
EnsembleSpec trial(const EnsembleSpec& spec, const Point& point, SlipCoefficients coefficients,
                   std::uint32_t realizations) {
  EnsembleSpec result = spec;
  result.seed_policy = SeedPolicy::common;
  result.record = {.realizations = false};
  ModelParams params = point.params();
  params.slip.c0 = coefficients.c0;
  params.slip.c1 = coefficients.c1;
  result.points = {Point(point.labels(), std::move(params), realizations)};
  return result;
}

}  // namespace

ExitCode calibrate_verb(const CalibrateOptions& options, const Communicator& world) {
  const RunConfig config = read_job(options.job, world);
  const Point& point = starting_point(config.ensemble, options.point);
  if (world.is_root()) {
    fmt::print("point {}, {} realizations a trial\n\n{:>10} {:>10} {:>12} {:>12}\n", point.labels().name,
               options.realizations, "c0", "c1", "flow stress", "peak stress");
  }
  const auto respond = [&](SlipCoefficients c) {
    const StressResponse response =
        stress_response(world, trial(config.ensemble, point, c, options.realizations));
    if (world.is_root()) {
      fmt::print("{:>10.5f} {:>10.5f} {:>12.4f} {:>12.4f}\n", c.c0, c.c1, response.flow_stress,
                 response.peak_stress);
      std::fflush(stdout);
    }
    return response;
  };
  const Calibration fit =
      calibrate(respond, {.c0 = point.params().slip.c0, .c1 = point.params().slip.c1},
                {.flow_stress = options.flow_stress, .peak_stress = options.peak_stress}, options.tolerance);
  if (world.is_root()) {
    const SlipCoefficients best = fit.best.coefficients;
    fmt::print("\nslip: {{law: {}, c0: {:.4g}, c1: {:.4g}}}   # flow stress {:.4f}, peak {:.4f}\n",
               name(point.params().slip.kind), best.c0, best.c1, fit.best.response.flow_stress,
               fit.best.response.peak_stress);
    if (!fit.converged) {
      fmt::print(
          stderr,
          "yieldscape: no coefficients within {:g} of the target were found; the closest are printed. A "
          "target may be out of reach of this law of thresholds, or need more --realizations.\n",
          options.tolerance);
    }
  }
  return fit.converged ? ExitCode::complete : ExitCode::failed_realizations;
}

}  // namespace yieldscape
