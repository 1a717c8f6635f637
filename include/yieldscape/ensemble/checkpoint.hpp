#pragma once

#include <cstdint>
#include <vector>

#include "yieldscape/model/state.hpp"
#include "yieldscape/observe/records.hpp"

namespace yieldscape {

/// A realization at one of its grid strains, right after it was recorded: all that the rest of it depends on
/// (its landscape is a function of site and visit) and what it has left behind so far. Taken up again it goes
/// on in the same bits.
struct Checkpoint {
  std::uint64_t next_grid;  ///< k of the next grid strain to be recorded
  State state;
  std::vector<double> strength;  ///< x = σ_c − σ_internal, shape [Lx, Ly], LJ stress
  Records records;               ///< of the grid strains before next_grid
  double seconds = 0;            ///< CPU time it took
};

}  // namespace yieldscape
