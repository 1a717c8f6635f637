#include <fmt/format.h>

#include <cmath>

#include "yieldscape/app/status_file.hpp"
#include "yieldscape/app/verbs.hpp"
#include "yieldscape/io/read_result.hpp"

namespace yieldscape {
namespace {

// "0.5321 ± 0.0011"
std::string with_error(double value, double error) {
  if (!std::isfinite(value)) return "-";
  return std::isfinite(error) ? fmt::format("{:.4f} ± {:.4f}", value, error) : fmt::format("{:.4f}", value);
}

}  // namespace

ExitCode info_verb(const InfoOptions& options) {
  const ResultOverview result = read_overview(options.file);
  fmt::print("{}\nmade by {}{}\n", result.title, result.source,
             result.partial ? "; PARTIAL: only the gapless beginning of each point is averaged" : "");
  fmt::print("{} points, {} strains to {:g}; {} sessions, {:g} slips, {} of core time\n",
             result.points.size(), result.strains, result.strain_max, result.sessions, result.slips,
             human_duration(result.core_seconds));
  if (result.near_ties > 0) {
    fmt::print(
        "{} comparisons were too close for rounding to leave the order of events beyond doubt (near_ties)\n",
        result.near_ties);
  }
  fmt::print("\n");
  fmt::print("{:<36} {:>5} {:>8} {:>8} {:>11} {:>18} {:>18} {:>8} {:>18}\n", "point", "N", "s", "r",
             "samples", "flow stress", "peak stress", "at", "LOC max");
  for (const PointResult& point : result.points) {
    fmt::print("{:<36} {:>5g} {:>8.4g} {:>8.4g} {:>11} {:>18} {:>18} {:>8.4g} {:>18}\n", point.name, point.N,
               point.disorder_strength, point.age,
               fmt::format("{}/{}", point.realizations, point.realizations_requested),
               with_error(point.flow_stress, point.flow_stress_sem),
               with_error(point.peak_stress, point.peak_stress_sem), point.peak_strain,
               with_error(point.localization_max, point.localization_max_sem));
    if (point.realizations_failed > 0) fmt::print("  {} realizations failed\n", point.realizations_failed);
  }
  return ExitCode::complete;
}

}  // namespace yieldscape
