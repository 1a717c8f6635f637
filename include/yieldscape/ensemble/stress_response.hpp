#pragma once

#include "yieldscape/ensemble/calibration.hpp"
#include "yieldscape/ensemble/ensemble_spec.hpp"
#include "yieldscape/parallel/communicator.hpp"

namespace yieldscape {

/// Flow stress (mean over the upper half of the strains) and peak of the mean stress curve of the ensemble's
/// only point. Collective: the realizations are shared among the ranks; every rank gets the same numbers, the
/// same for any number of ranks. Throws RealizationError if a realization cannot be completed.
[[nodiscard]] StressResponse stress_response(const Communicator& communicator, const EnsembleSpec& spec);

}  // namespace yieldscape
