#include <fmt/format.h>

#include <chrono>
#include <cstdio>

#include "computation.hpp"
#include "yieldscape/app/hang_watch.hpp"
#include "yieldscape/app/job.hpp"
#include "yieldscape/app/progress_display.hpp"
#include "yieldscape/app/rank_places.hpp"
#include "yieldscape/app/rendering.hpp"
#include "yieldscape/app/session_log.hpp"
#include "yieldscape/app/time_shares.hpp"
#include "yieldscape/app/verbs.hpp"
#include "yieldscape/app/work_list.hpp"
#include "yieldscape/core/build_info.hpp"
#include "yieldscape/io/checkpoint_files.hpp"
#include "yieldscape/io/host.hpp"
#include "yieldscape/io/render.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/environment.hpp"
#include "yieldscape/parallel/together.hpp"

namespace yieldscape {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

void report_damage(const JournalIndex& index) {
  for (const Damage& damage : index.damage()) {
    fmt::print(stderr, "yieldscape: {}: {}; what it held is computed again\n",
               damage.torn_tail ? "note" : "warning", describe(damage));
  }
}

// Who computes, with what, and for how long: what is asked first about a job that did not do as expected.
void report_session(const std::map<std::string, HostRanks>& places, const RunOptions& options, int ranks) {
  const BuildInfo build = build_info();
  fmt::print(stderr, "yieldscape {} ({}); {}\n{} rank{}: {}; {}; {}\n", build.version, build.commit,
             library_versions(), ranks, ranks == 1 ? "" : "s", describe_hosts(places),
             describe_binding(places), describe_loops(places));
  if (!options.deadline) return;
  const double left = *options.deadline - unix_time();
  fmt::print(stderr, "{}\n", left > 0 ? human_duration(left) + " to the deadline" : "the deadline is over");
}

void report_work(const RunConfig& config, const WorkList& work) {
  fmt::print(stderr, "{}: {} points, {} realizations, {} there already", config.ensemble.title,
             config.ensemble.points.size(), work.tasks, work.done);
  if (work.failed > 0) fmt::print(stderr, ", {} failed", work.failed);
  fmt::print(stderr, ", {} to do", work.tasks - work.done - work.failed - work.put_aside.size());
  if (!work.checkpoints.empty()) fmt::print(stderr, ", checkpoints of {}", work.checkpoints.size());
  fmt::print(stderr, "\n");
  for (const TaskId& task : work.put_aside) {
    fmt::print(stderr, "yieldscape: warning: {} is put aside: {}\n", describe(task), put_aside_reason());
  }
  if (!work.suspects.empty()) {
    fmt::print(stderr,
               "yieldscape: note: realizations that were under way when two sessions were killed are tried "
               "first, one at a time: {}\n",
               work.suspects.size());
  }
}

void report_summary(const Progress& progress, const TimeShares& shares) {
  if (progress.done == 0) return;
  const double core_time = progress.elapsed * progress.ranks;
  fmt::print(
      "computed {} realizations in {}: {} slips, {:.3f} core-seconds in the physics, {:.3g} slips per "
      "core-second\n",
      progress.done, human_duration(progress.elapsed), progress.slips, progress.core_seconds,
      double(progress.slips) / progress.core_seconds);
  fmt::print("{} ranks busy {:.1f} % of the time, {:.4g} realizations per core-hour\n", progress.ranks,
             100 * progress.core_seconds / core_time, 3600 * double(progress.done) / core_time);
  fmt::print("{}\n", describe(shares));
  if (progress.near_ties > 0) {
    fmt::print(
        "{} comparisons were too close for rounding to leave the order of events beyond doubt (near_ties)\n",
        progress.near_ties);
  }
}

RunStatus status_before(const RunOptions& options, const RunConfig& config, const WorkList& work, int ranks) {
  RunStatus status{.title = config.ensemble.title,
                   .shard = options.shard ? fmt::format("{}/{}", options.shard->index, options.shard->count)
                                          : std::string(),
                   .tasks = work.tasks,
                   .done = work.done,
                   .failed = work.failed + work.put_aside.size(),
                   .deadline = computing_ends(options, config.ensemble, ranks)};
  for (std::size_t p = 0; p < work.points.size(); ++p) {
    const PointCount& count = work.points[p];
    status.points.push_back({.name = config.ensemble.points[p].labels().name,
                             .tasks = count.tasks,
                             .done = count.done,
                             .failed = count.failed});
  }
  return status;
}

std::string state_name(ExitCode code) {
  switch (code) {
    case ExitCode::stopped_early:
      return "stopped early";
    case ExitCode::failed_realizations:
      return "complete but for failed realizations";
    default:
      return "complete";
  }
}

// Collective. What was finished is safe in the journals: a process that was told to end does not start on a
// result file that takes long to write.
bool has_time_to_render(const RunOptions& options, const EnsembleSpec& spec, const StopSignals& signals,
                        const Communicator& world) {
  constexpr double longest_seconds = 20;
  if (!all_reduce_or(world, signals.request() == StopRequest::now)) return true;
  if (seconds_for_rendering(spec, world.size()) <= longest_seconds) return true;
  if (world.is_root()) {
    fmt::print(stderr, "'{}' is not renewed, that would take too long now; `yieldscape render` does it\n",
               options.job.result.string());
  }
  return false;
}

// The tasks that can be taken up on the way, sorted. What is left of tasks that are over goes.
std::vector<TaskId> living_checkpoints(const RunDirectory& directory, const JournalIndex& index) {
  std::vector<TaskId> tasks = list_checkpoints(directory);
  std::erase_if(tasks, [&](const TaskId& task) {
    const bool over = index.find_done(task) != nullptr || index.find_failed(task) != nullptr;
    if (over) CheckpointFiles(directory, {}, task).remove();
    return over;
  });
  return tasks;
}

// Collective: the root's list, on every rank; what only the schedule needs stays on the root.
WorkList find_work(const Communicator& world, const RunConfig& config, const RunDirectory& directory,
                   const std::optional<Shard>& shard) {
  const EnsembleSpec& spec = config.ensemble;
  const JournalIndex index = index_journals(world, directory.journals(), identity_of(spec).run());
  WorkList work;
  together(world, [&] {
    if (!world.is_root()) return;
    report_damage(index);
    work = work_list(spec, index, shard);
    for (std::size_t p = 0; p < work.missing.size(); ++p) {
      const Lattice lattice = spec.points[p].params().lattice;
      work.missing[p].ranks = std::uint32_t(config.ranks_per_realization(lattice));
    }
    work.checkpoints = living_checkpoints(directory, index);
  });
  work.tasks = broadcast(world, work.tasks);
  work.done = broadcast(world, work.done);
  work.failed = broadcast(world, work.failed);
  work.begun_before = broadcast(world, work.begun_before);
  work.put_aside = broadcast(world, work.put_aside);
  work.checkpoints = broadcast(world, work.checkpoints);
  return work;
}

// An error of one rank alone, while others compute or wait for it: nothing but the end of the job reaches
// them.
template <class Step>
auto alone_or_end_job(const Communicator& world, const Step& step) {
  try {
    return step();
  } catch (const Error& error) {
    fmt::print(stderr, "yieldscape: rank {}: {}\n", world.rank(), error.what());
    abort_job(int(error.code()));
  } catch (const std::exception& error) {
    fmt::print(stderr, "yieldscape: rank {}: bug: {}\n", world.rank(), error.what());
    abort_job(int(ExitCode::bug));
  }
}

}  // namespace

ExitCode run_verb(const RunOptions& options, const StopSignals& signals, const Communicator& world) {
  const auto begins = Clock::now();
  const RunConfig config = read_job(options.job, world);
  const RunDirectory directory = run_directory_of(options.job.result);

  std::optional<RunLock> lock;
  std::string session;
  together(world, [&] {
    if (!world.is_root()) return;
    check_run(directory, config.ensemble);
    // Not only when all is computed: then a job's time is spent.
    if (options.render) check_output(options.job.result);
    lock.emplace(directory, options.shard);
    prepare_run(directory, config.ensemble);
    session = new_session_name();
  });
  session = broadcast(world, session);

  const auto places = rank_places(world);
  if (world.is_root() && !options.quiet) report_session(places, options, world.size());
  const WorkList work = find_work(world, config, directory, options.shard);
  if (world.is_root() && !options.quiet) report_work(config, work);

  const Shard shard = options.shard.value_or(Shard{});
  ProgressDisplay display(status_before(options, config, work, world.size()),
                          directory.status(shard.index, shard.count), options.quiet);
  Progress progress{.ranks = world.size()};
  std::uint64_t missing = work.tasks - work.done - work.failed - work.put_aside.size();
  if (missing + work.put_aside.size() > 0) {
    SessionLog log(world, directory, session);
    const Session here{options, config, directory, session, signals, world, lock ? &*lock : nullptr};
    progress = alone_or_end_job(world, [&] { return compute_missing(here, work, display); });
    log.finish(progress);
    missing -= progress.done + progress.failed;
  }
  const auto rendering_begins = Clock::now();
  if (options.render && has_time_to_render(options, config.ensemble, signals, world)) {
    const auto watch = watch_for_hang(options.hang_timeout, world, "the result is written");
    render_result(config, directory, options.job.result, world, options.quiet);
  }

  const bool failed = work.failed + progress.failed + work.put_aside.size() > 0;
  const ExitCode code = missing > 0 ? ExitCode::stopped_early
                        : failed    ? ExitCode::failed_realizations
                                    : ExitCode::complete;
  if (world.is_root()) {
    display.finish(progress, state_name(code));
    if (!options.quiet) {
      const double ranks = world.size();
      report_summary(progress, {.ranks = world.size(),
                                .all = ranks * seconds_since(begins),
                                .physics = progress.core_seconds,
                                .journals = progress.journal_seconds,
                                .rendering = ranks * seconds_since(rendering_begins)});
    }
    if (!options.quiet && missing == 0) fmt::print("{}: {}\n", state_name(code), options.job.result.string());
    std::fflush(stdout);
    if (missing > 0) {
      fmt::print(stderr, "stopped early: {} realizations are missing; run the same command again to go on\n",
                 missing);
    }
  }
  return code;
}

}  // namespace yieldscape
