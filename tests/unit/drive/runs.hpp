#pragma once

#include <vector>

#include "../support/glasses.hpp"
#include "yieldscape/drive/quasistatic.hpp"

namespace yieldscape::test {

inline constexpr std::uint64_t no_limit = 1'000'000;

/// What a test keeps of a run.
struct Run {
  std::vector<double> stress;               ///< Σ at each grid strain
  std::vector<double> plastic_strain_mean;  ///< of the field, at each grid strain
  std::vector<Avalanche> avalanches;
  Outcome outcome = Outcome::complete;
};

inline Run drive(Sample& sample, const StrainGrid& grid) {
  Run run;
  run.outcome = drive_quasistatically(
      sample, {.grid = grid, .round_limit = no_limit},
      {.at_strain =
           [&](std::size_t, const Snapshot& snapshot) {
             run.stress.push_back(snapshot.stress);
             run.plastic_strain_mean.push_back(mean(snapshot.state.plastic_strain.span()));
           },
       .after_avalanche =
           [&](const Avalanche& avalanche) {
             run.avalanches.push_back(avalanche);
             return Verdict::go_on;
           }});
  return run;
}

inline Run drive(const Medium& medium, std::uint32_t realization, const StrainGrid& grid,
                 EngineKind engine = EngineKind::direct) {
  Sample sample(medium, RandomNumbers(4711, realization), engine);
  return drive(sample, grid);
}

}  // namespace yieldscape::test
