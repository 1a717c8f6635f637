#include "yieldscape/app/carry_out.hpp"

#include <cstdio>
#include <cstdlib>

#include "yieldscape/app/precision_goal.hpp"
#include "yieldscape/app/stop_signals.hpp"
#include "yieldscape/app/verbs.hpp"
#include "yieldscape/io/render.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/environment.hpp"
#include "yieldscape/parallel/launch.hpp"

namespace yieldscape {
namespace {

void refuse_lonely_ranks(const Communicator& world) {
  const auto problem =
      singleton_under_launcher(world.size(), [](const char* name) { return std::getenv(name); });
  if (problem) throw UsageError(*problem);
}

// Errors thrown out of a collective verb have reached every rank (see together), so each rank returns the
// same code.
template <class Verb>
ExitCode with_ranks(int& argc, char**& argv, const Verb& verb) {
  const Environment environment(argc, argv);
  const Communicator world = Communicator::world();
  const auto say = [&world](const char* kind, const char* what) {
    if (world.is_root()) std::fprintf(stderr, "yieldscape: %s%s\n", kind, what);
  };
  try {
    refuse_lonely_ranks(world);
    return verb(world);
  } catch (const Error& error) {
    say("", error.what());
    if (all_reduce_or(world, holds_file_given_up())) leave_job(world, int(error.code()));
    return error.code();
  } catch (const std::exception& error) {
    say("bug: ", error.what());
    return ExitCode::bug;
  }
}

struct CarryOut {
  int& argc;
  char**& argv;

  ExitCode operator()(const RunOptions& options) const {
    const StopSignals signals;
    return with_ranks(argc, argv, [&](const Communicator& world) {
      return options.target_sem.empty() ? run_verb(options, signals, world)
                                        : run_to_precision(options, signals, world);
    });
  }
  ExitCode operator()(const RenderOptions& options) const {
    return with_ranks(argc, argv, [&](const Communicator& world) { return render_verb(options, world); });
  }
  ExitCode operator()(const MergeOptions& options) const {
    return with_ranks(argc, argv, [&](const Communicator& world) { return merge_verb(options, world); });
  }
  ExitCode operator()(const CalibrateOptions& options) const {
    const StopSignals signals;
    return with_ranks(argc, argv,
                      [&](const Communicator& world) { return calibrate_verb(options, signals, world); });
  }
  ExitCode operator()(const PlanOptions& options) const { return plan_verb(options); }
  ExitCode operator()(const DumpConfigOptions& options) const { return dump_config_verb(options); }
  ExitCode operator()(const StatusOptions& options) const { return status_verb(options); }
  ExitCode operator()(const RetryOptions& options) const { return retry_verb(options); }
  ExitCode operator()(const VerifyOptions& options) const { return verify_verb(options); }
  ExitCode operator()(const InfoOptions& options) const { return info_verb(options); }
  ExitCode operator()(const HelpOptions& options) const { return help_verb(options); }
};

}  // namespace

ExitCode carry_out(const Options& options, int& argc, char**& argv) {
  return std::visit(CarryOut{argc, argv}, options);
}

}  // namespace yieldscape
