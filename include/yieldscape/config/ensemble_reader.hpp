#pragma once

#include <span>

#include "yieldscape/config/layer.hpp"
#include "yieldscape/config/run_config.hpp"
#include "yieldscape/ensemble/ensemble_spec.hpp"

namespace yieldscape {

/// Reads the keys that hold for the whole ensemble out of `layer` (all but points), fills in the defaults
/// there, and diagnoses what does not fit together. `place`: of the document.
[[nodiscard]] EnsembleSpec read_ensemble(Layer& layer, const Place& place, Reading& reading);

/// Reads `ranks_per_realization`: {default: 1, SIDE: RANKS, ...}.
[[nodiscard]] RanksPerRealization read_ranks(const Node& ranks, Reading& reading);

/// Diagnoses an engine that cannot work on the lattice of some point.
void check_engine(Layer& layer, const Place& place, const EnsembleSpec& ensemble, Reading& reading);

/// Diagnoses, at `node`, a wish for several ranks where the engine computes a realization on one.
void check_ranks(const Node& node, const RanksPerRealization& ranks, const EnsembleSpec& ensemble,
                 Reading& reading);

}  // namespace yieldscape
