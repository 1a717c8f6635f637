#pragma once

#include "yieldscape/app/options.hpp"
#include "yieldscape/app/stop_signals.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/parallel/communicator.hpp"

namespace yieldscape {

/// `run --target-sem`: runs, reads the standard errors off the result, raises the realizations of the points
/// that miss a goal by whole batches (one batch: as many as are configured) and runs again. Every round is
/// decided by the realizations 0 … n − 1 of the round before, so ranks and interruptions change nothing.
/// Collective.
ExitCode run_to_precision(const RunOptions& options, const StopSignals& signals, const Communicator& world);

}  // namespace yieldscape
