#pragma once

#include "yieldscape/app/options.hpp"
#include "yieldscape/app/stop_signals.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/parallel/communicator.hpp"

// One function per verb of the command line. Each does all of its work, prints to standard output what was
// asked for and to standard error what else there is to say, and returns how the process ends. Errors are
// thrown.

namespace yieldscape {

// These work on all ranks together; every rank calls them and returns (or throws) the same.
ExitCode run_verb(const RunOptions& options, const StopSignals& signals, const Communicator& world);
ExitCode render_verb(const RenderOptions& options, const Communicator& world);
ExitCode merge_verb(const MergeOptions& options, const Communicator& world);
ExitCode calibrate_verb(const CalibrateOptions& options, const StopSignals& signals,
                        const Communicator& world);

// These are one process, without MPI.
ExitCode plan_verb(const PlanOptions& options);
ExitCode dump_config_verb(const DumpConfigOptions& options);
ExitCode status_verb(const StatusOptions& options);
ExitCode retry_verb(const RetryOptions& options);
ExitCode verify_verb(const VerifyOptions& options);
ExitCode info_verb(const InfoOptions& options);
ExitCode help_verb(const HelpOptions& options);

}  // namespace yieldscape
