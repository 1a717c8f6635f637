#include <fmt/format.h>

#include <cstdio>

#include "yieldscape/app/job.hpp"
#include "yieldscape/app/status_file.hpp"
#include "yieldscape/app/verbs.hpp"
#include "yieldscape/ensemble/cost_model.hpp"

namespace yieldscape {
namespace {

std::string human_bytes(double bytes) {
  for (const char* unit : {"B", "kB", "MB", "GB"}) {
    if (bytes < 1000) return fmt::format("{:.3g} {}", bytes, unit);
    bytes /= 1000;
  }
  return fmt::format("{:.3g} TB", bytes);
}

// Doubled kernel (4), strengths, thresholds, plastic strain and the scratch of a record.
double bytes_per_rank(const Point& point) {
  constexpr double doubles_per_site = 12;
  return doubles_per_site * sizeof(double) * double(point.params().lattice.sites());
}

double result_bytes(const EnsembleSpec& spec, double slips) {
  constexpr double statistics_per_curve = 7;
  constexpr double fields_per_map = 4;
  constexpr double slips_per_avalanche = 5;
  constexpr double bytes_per_event = 8 * 8;
  const double strains = double(spec.grid.count);
  std::uint32_t most = 0;
  std::size_t largest = 0;
  for (const Point& point : spec.points) {
    most = std::max(most, point.realizations());
    largest = std::max(largest, point.params().lattice.sites());
  }
  const double points = double(spec.points.size());
  double bytes = points * strains * observable_count * statistics_per_curve * 8;
  if (spec.record.realizations) bytes += points * most * strains * observable_count * 8;
  bytes += points * spec.record.maps_realizations * double(spec.record.maps_at.size()) * fields_per_map *
           double(largest) * 8;
  if (spec.record.events) bytes += slips / slips_per_avalanche * bytes_per_event;
  return bytes;
}

}  // namespace

ExitCode plan_verb(const PlanOptions& options) {
  const RunConfig config = read_job(options.job);
  const EnsembleSpec& spec = config.ensemble;
  const double strain_max = spec.grid.strain(spec.grid.count - 1);

  fmt::print("{}\n{} points, {} strains to {:g}, seed {} ({}), engine {}\n\n", spec.title, spec.points.size(),
             spec.grid.count, strain_max, spec.seed, name(spec.seed_policy), name(spec.engine));
  fmt::print("{:<36} {:>9} {:>8} {:>8} {:>8} {:>12} {:>12}\n", "point", "lattice", "s", "r", "samples",
             "slips each", "core time");
  double seconds = 0;
  double slips = 0;
  double memory = 0;
  std::uint64_t tasks = 0;
  for (const Point& point : spec.points) {
    const Lattice& lattice = point.params().lattice;
    const double point_seconds = point.realizations() * CostModel(point, strain_max).seconds();
    fmt::print("{:<36} {:>9} {:>8.4g} {:>8.4g} {:>8} {:>12.3g} {:>12}\n", point.labels().name,
               fmt::format("{}x{}", lattice.lx(), lattice.ly()), disorder_strength(point.params()),
               age(point.params()), point.realizations(), expected_slips(point, strain_max),
               human_duration(point_seconds));
    seconds += point_seconds;
    slips += point.realizations() * expected_slips(point, strain_max);
    tasks += point.realizations();
    memory = std::max(memory, bytes_per_rank(point));
  }
  const double bytes = result_bytes(spec, slips);
  fmt::print("\ntasks         {}\n", tasks);
  fmt::print("cost          {:.3g} core-hours ({} on one core), {:.3g} slips\n", seconds / 3600,
             human_duration(seconds), slips);
  fmt::print("memory        {} a rank for the lattice, beside about 50 MB for MPI and libraries\n",
             human_bytes(memory));
  fmt::print("result file   {} {}, and as much for the journals in {}\n", human_bytes(bytes),
             options.job.result.string(), options.job.result.stem().string() + ".run/");
  fmt::print(
      "\nCost is an estimate from the model's parameters; a run measures it and says when it will end.\n");
  return ExitCode::complete;
}

}  // namespace yieldscape
