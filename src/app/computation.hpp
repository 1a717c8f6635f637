#pragma once

#include <string>

#include "yieldscape/app/options.hpp"
#include "yieldscape/app/progress_display.hpp"
#include "yieldscape/app/stop_signals.hpp"
#include "yieldscape/app/work_list.hpp"
#include "yieldscape/config/run_config.hpp"
#include "yieldscape/io/run_directory.hpp"
#include "yieldscape/parallel/communicator.hpp"

namespace yieldscape {

/// One start of the program on a run, as each rank sees it.
struct Session {
  const RunOptions& options;
  const RunConfig& config;
  const RunDirectory& directory;
  const std::string& name;
  const StopSignals& signals;
  const Communicator& world;
  const RunLock* lock;  ///< the root's; nullptr elsewhere
};

/// Collective: computes what is missing and records what is put aside, each rank in a journal of its own;
/// the same progress on every rank. Throws on a single rank where its journal cannot be written: the caller
/// must end the job.
[[nodiscard]] Progress compute_missing(const Session& session, const WorkList& work,
                                       ProgressDisplay& display);

/// When computing is to end, seconds since 1970; infinity without a deadline.
[[nodiscard]] double computing_ends(const RunOptions& options, const EnsembleSpec& spec, int ranks);

/// A generous estimate of what writing the result file and reading it back takes.
[[nodiscard]] double seconds_for_rendering(const EnsembleSpec& spec, int ranks);

[[nodiscard]] std::string put_aside_reason();

}  // namespace yieldscape
