#pragma once

#include <cstdint>

#include "yieldscape/core/lattice.hpp"

namespace yieldscape {

struct Sample;

/// One avalanche: all rounds from the load step that makes a site unstable until every site is stable again.
struct Avalanche {
  double strain = 0;          ///< ε at which it starts
  double stress = 0;          ///< Σ at which it starts, LJ stress
  double plastic_strain = 0;  ///< mean plastic strain released, Σ ε_0/(Lx Ly)
  double stress_drop = 0;     ///< 2μ times the plastic strain released, LJ stress
  std::uint64_t slips = 0;    ///< size
  std::uint64_t rounds = 0;   ///< duration
  friend bool operator==(const Avalanche&, const Avalanche&) = default;
};

/// Let the site `first` slip, then round after round all sites with σ >= σ_c (or the weakest of them alone,
/// in extremal dynamics), each once, the list fixed for the round, until every site is stable. The total
/// strain is constant. A slip draws ε_0 from the old threshold, then renews the threshold. Throws
/// RealizationError if the stress is no longer finite or the avalanche exceeds `round_limit` rounds. Cost:
/// the engine's, once a round and once a slip.
Avalanche relax(Sample& sample, Site first, std::uint64_t round_limit);

}  // namespace yieldscape
