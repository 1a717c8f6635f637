#pragma once

#include <cstdint>

namespace yieldscape {

/// One avalanche: all rounds from the load step that makes a site unstable until every site is stable again.
struct Avalanche {
  double strain = 0;         ///< ε at which it starts
  double stress = 0;         ///< Σ at which it starts, LJ stress
  double plastic_strain = 0; ///< mean plastic strain released, Σ ε_0 / (Lx Ly)
  double stress_drop = 0;    ///< LJ stress; 2μ times the plastic strain released
  std::uint64_t slips = 0;   ///< size
  std::uint64_t rounds = 0;  ///< duration
  friend bool operator==(const Avalanche&, const Avalanche&) = default;
};

}  // namespace yieldscape
