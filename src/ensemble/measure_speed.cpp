#include "yieldscape/ensemble/measure_speed.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "yieldscape/core/contracts.hpp"
#include "yieldscape/ensemble/realization.hpp"

namespace yieldscape {
namespace {

constexpr double threshold_mean = 1;
constexpr double threshold_std = 0.436;
constexpr Moduli moduli{.shear_modulus = 14.7, .bulk_modulus = 52};

/// What is timed: a lattice, and how many slips a site makes on it at s = 1. On large lattices few: each
/// costs much there.
struct Trial {
  EngineKind engine;
  int length;
  double slips_per_site;
};

constexpr std::array trials{
    Trial{EngineKind::direct, 8, 10},    Trial{EngineKind::direct, 16, 10},
    Trial{EngineKind::direct, 32, 10},   Trial{EngineKind::direct, 64, 10},
    Trial{EngineKind::direct, 128, 3},   Trial{EngineKind::interval, 128, 8},
    Trial{EngineKind::interval, 256, 4}, Trial{EngineKind::reference, 8, 3},
    Trial{EngineKind::reference, 16, 3},
};

EngineChoice choice(EngineKind engine) {
  switch (engine) {
    case EngineKind::interval:
      return EngineChoice::interval;
    case EngineKind::reference:
      return EngineChoice::reference;
    default:
      return EngineChoice::direct;
  }
}

ModelParams glass(int length, double disorder_strength) {
  ModelParams params;
  params.lattice = Lattice(length, length);
  params.moduli = moduli;
  params.initial_thresholds = {.mean = threshold_mean, .std = threshold_std};
  params.renewed_thresholds = params.initial_thresholds;
  params.slip.c0 = threshold_std / (disorder_strength * moduli.effective_modulus());
  return params;
}

/// Realizations of one point, as many as fit into a time.
struct Sum {
  double seconds = 0;
  double slips = 0;
  double realizations = 0;
};

Sum compute(const Trial& trial, double disorder_strength, const StrainGrid& grid, double seconds) {
  EnsembleSpec spec{.grid = grid, .engine = choice(trial.engine)};
  spec.points.emplace_back(Point::Labels{}, glass(trial.length, disorder_strength), 1U);
  const Medium medium(spec.points.front().params());
  const auto go_on = [] { return Verdict::go_on; };
  Sum sum;
  // The first one, with cold caches and clocks, does not count where there is time for more.
  for (std::uint32_t r = 0; r == 0 || sum.seconds < seconds; ++r) {
    const auto result = run_realization(spec, medium, {.point = 0, .realization = r}, go_on);
    ENSURES(result.has_value());
    if (r == 1) sum = {};
    sum.seconds += result->seconds;
    sum.slips += double(result->slips);
    sum.realizations += 1;
  }
  return sum;
}

EngineSpeed measure(const Trial& trial, double seconds) {
  constexpr double elastic_strain = 1e-9;  // no site yields so early
  constexpr std::size_t records = 200;
  EngineSpeed row{.engine = trial.engine, .sites = double(trial.length) * trial.length};

  const Sum starts = compute(trial, 1, {.step = elastic_strain, .count = 1}, seconds / 4);
  const Sum recorded =
      compute(trial, 1, {.step = elastic_strain / records, .count = records + 1}, seconds / 4);
  const double start_and_record = starts.seconds / starts.realizations;
  row.per_record =
      std::max(1e-9, (recorded.seconds / recorded.realizations - start_and_record) / double(records));
  row.start = std::max(1e-9, start_and_record - row.per_record);

  for (std::size_t i = 0; i < row.per_slip.size(); ++i) {
    const double s = EngineSpeed::disorder_strengths[i];
    const double yield_strain = threshold_mean / (2 * moduli.shear_modulus);
    // The smaller the slips, the more of them until the sample flows.
    const double slips_per_site = trial.slips_per_site * std::clamp(std::sqrt(s), 1.0, 3.0);
    const double strain = yield_strain + slips_per_site * mean_slip(glass(trial.length, s));
    const Sum slipped = compute(trial, s, {.step = strain, .count = 1}, seconds);
    row.per_slip[i] =
        std::max(1e-9, (slipped.seconds - slipped.realizations * start_and_record) / slipped.slips);
  }
  return row;
}

}  // namespace

MachineSpeed measure_speed(double seconds) {
  constexpr double parts_per_row = EngineSpeed::disorder_strengths.size() + 0.5;  // see measure
  MachineSpeed speed;
  for (const Trial& trial : trials) {
    speed.rows.push_back(measure(trial, seconds / (parts_per_row * double(trials.size()))));
  }
  return speed;
}

}  // namespace yieldscape
