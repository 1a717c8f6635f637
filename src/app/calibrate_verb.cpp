#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "yieldscape/app/calibration_report.hpp"
#include "yieldscape/app/job.hpp"
#include "yieldscape/app/trial_runner.hpp"
#include "yieldscape/app/verbs.hpp"
#include "yieldscape/config/read_config.hpp"
#include "yieldscape/core/build_info.hpp"
#include "yieldscape/io/file.hpp"
#include "yieldscape/io/read_table.hpp"
#include "yieldscape/landscape/threshold_distribution.hpp"
#include "yieldscape/parallel/together.hpp"

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

MeasuredCurve read_curve(const std::filesystem::path& path, const StrainGrid& grid) {
  const auto refuse = [&](const std::string& what) {
    throw ConfigurationError(fmt::format("{}: {}", path.string(), what));
  };
  const auto columns = read_table(path);
  if (columns.size() != 2 && columns.size() != 3)
    refuse(fmt::format("{} columns; expected strain, stress and, if known, standard error", columns.size()));
  MeasuredCurve curve{columns[0], columns[1], columns.size() == 3 ? columns[2] : std::vector<double>{}};
  if (curve.strain.size() < 3) refuse("a curve to be fitted needs at least 3 rows");
  const double last = grid.strain(grid.count - 1);
  for (std::size_t i = 0; i < curve.strain.size(); ++i) {
    if (curve.strain[i] < 0 || (i > 0 && curve.strain[i] <= curve.strain[i - 1]))
      refuse(fmt::format("row {}: strains must be positive and increase", i + 1));
    if (curve.strain[i] > last * (1 + 1e-9))
      refuse(fmt::format("row {}: strain {:g} is beyond loading.strain_max = {:g}", i + 1, curve.strain[i],
                         last));
    if (!curve.error.empty() && !(curve.error[i] > 0))
      refuse(fmt::format("row {}: the standard error must be positive", i + 1));
  }
  return curve;
}

CalibrationProblem problem_of(const CalibrateOptions& options, const EnsembleSpec& spec, const Point& point) {
  const ModelParams& params = point.params();
  const ThresholdDistribution renewed(params.renewed_thresholds);
  const double width = renewed.std() > 0 ? renewed.std() : std::abs(renewed.mean());
  CalibrationProblem problem{
      .target = {.flow_stress = options.flow_stress, .peak_stress = options.peak_stress},
      .grid = spec.grid,
      .start = {.c0 = params.slip.c0, .c1 = params.slip.c1},
      .second_moment = renewed.second_moment(),
      .slip_scale = width / params.moduli.effective_modulus()};
  if (!options.curve.empty()) problem.target.curve = read_curve(options.curve, spec.grid);
  return problem;
}

// The configuration of the fitted point, every key written out.
std::string fitted_configuration(const CalibrateOptions& options, const std::string& point,
                                 const Calibration& fit) {
  std::vector<std::string> overrides = options.job.overrides;
  overrides.push_back(fmt::format("slip.c0={:.6g}", fit.c0.value));
  overrides.push_back(fmt::format("slip.c1={:.6g}", fit.c1.value));
  const RunConfig config = read_config(options.job.configuration, overrides, {.columns = read_table}, point);
  return fmt::format("# Fitted by yieldscape calibrate: {}\n# flow stress {}, peak stress {}\n",
                     result_line(fit), with_error(fit.flow_stress), with_error(fit.peak_stress)) +
         config.text_resolved;
}

std::filesystem::path beside(const std::filesystem::path& result, const char* extension) {
  return std::filesystem::path(result).replace_extension(extension);
}

}  // namespace

ExitCode calibrate_verb(const CalibrateOptions& options, const StopSignals& signals,
                        const Communicator& world) {
  const RunConfig config = read_job(options.job, world);
  const Point& point = starting_point(config.ensemble, options.point);
  std::optional<CalibrationProblem> problem;
  together(world, [&] { problem = problem_of(options, config.ensemble, point); });
  const std::string& name = point.labels().name;
  // Whether the fitted file can be written shows now, not after the work.
  together(world, [&] {
    if (world.is_root()) static_cast<void>(fitted_configuration(options, name, {.c0 = {1, 0}}));
  });

  TrialRunner runner(world, signals, config.ensemble, point,
                     RunDirectory(beside(options.job.result, ".calibration.run")));
  if (world.is_root()) {
    fmt::print("point {}\n\n{:>10} {:>10} {:>13} {:>12} {:>12} {:>10} {:>10}\n", name, "c0", "c1",
               "realizations", "flow stress", "peak stress", "next c0", "next c1");
  }
  const CalibrationOptions wanted{.precision = options.precision,
                                  .most_realizations = options.most_realizations,
                                  .seed = config.ensemble.seed};
  const Calibration fit =
      calibrate([&](std::span<const SlipCoefficients> trials,
                    std::uint32_t batches) { return runner(trials, batches); },
                *problem, wanted,
                [&](const CalibrationStep& step) {
                  if (!world.is_root()) return;
                  fmt::print("{:>10.5f} {:>10.5f} {:>13} {:>12.4f} {:>12.4f} {:>10.5f} {:>10.5f}\n",
                             step.center.c0, step.center.c1, step.realizations, step.flow_stress,
                             step.peak_stress, step.best.c0, step.best.c1);
                  std::fflush(stdout);
                });

  together(world, [&] {
    if (!world.is_root()) return;
    const BuildInfo build = build_info();
    write_atomically(options.job.result, fitted_configuration(options, name, fit));
    write_atomically(beside(options.job.result, ".json"),
                     calibration_json(*problem, wanted, fit, name,
                                      fmt::format("{} {} (yieldscape {} {})",
                                                  options.job.configuration.filename().string(),
                                                  point.hash().hex(), build.version, build.commit)));
  });
  if (world.is_root()) {
    fmt::print("\n{}\n", comparison_table(problem->target, fit));
    if (!fit.precise) {
      fmt::print(
          stderr,
          "yieldscape: {} realizations a trial, as many as --most-realizations allows, give less than the "
          "wanted precision of {:g}\n",
          fit.steps.back().realizations, options.precision);
    }
    fmt::print("{}\n", result_line(fit));
  }
  return ExitCode::complete;
}

}  // namespace yieldscape
