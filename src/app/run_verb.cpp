#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdio>

#include "yieldscape/app/job.hpp"
#include "yieldscape/app/progress_display.hpp"
#include "yieldscape/app/rank_places.hpp"
#include "yieldscape/app/rendering.hpp"
#include "yieldscape/app/session_log.hpp"
#include "yieldscape/app/stop_signals.hpp"
#include "yieldscape/app/task_performer.hpp"
#include "yieldscape/app/time_shares.hpp"
#include "yieldscape/app/verbs.hpp"
#include "yieldscape/app/work_list.hpp"
#include "yieldscape/core/build_info.hpp"
#include "yieldscape/ensemble/size_estimate.hpp"
#include "yieldscape/io/host.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/environment.hpp"
#include "yieldscape/parallel/together.hpp"

namespace yieldscape {
namespace {

// Kept free before a deadline for writing the result file and reading it back: something for the start, the
// time a journal record takes, and a rate that a slow disk under load has.
double seconds_for_rendering(const EnsembleSpec& spec, int ranks) {
  constexpr double seconds_at_least = 5;
  constexpr double seconds_per_realization = 1e-4;
  constexpr double bytes_per_second = 25e6;
  double realizations = 0;
  for (const Point& point : spec.points) realizations += point.realizations();
  return seconds_at_least +
         (realizations * seconds_per_realization + result_bytes(spec) / bytes_per_second) / ranks;
}

constexpr std::chrono::seconds touch_interval{30};

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
  fmt::print(stderr, "yieldscape {} ({}); {}\n{} rank{}: {}; {}\n", build.version, build.commit,
             library_versions(), ranks, ranks == 1 ? "" : "s", describe_hosts(places),
             describe_binding(places));
  if (!options.deadline) return;
  const double left = *options.deadline - unix_time();
  fmt::print(stderr, "{}\n", left > 0 ? human_duration(left) + " to the deadline" : "the deadline is over");
}

void report_work(const RunConfig& config, const WorkList& work) {
  fmt::print(stderr, "{}: {} points, {} realizations, {} there already", config.ensemble.title,
             config.ensemble.points.size(), work.tasks, work.done);
  if (work.failed > 0) fmt::print(stderr, ", {} failed", work.failed);
  fmt::print(stderr, ", {} to do", work.tasks - work.done - work.failed - work.put_aside.size());
  fmt::print(stderr, "\n");
  for (const std::string& task : work.put_aside) {
    fmt::print(stderr,
               "yieldscape: warning: {} is put aside: {} times its process was killed before the end\n", task,
               tries_before_put_aside);
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

// Seconds since 1970; infinity without a deadline.
double computing_ends(const RunOptions& options, const EnsembleSpec& spec, int ranks) {
  if (!options.deadline) return std::numeric_limits<double>::infinity();
  return *options.deadline - (options.render ? seconds_for_rendering(spec, ranks) : 0);
}

RunStatus status_before(const RunOptions& options, const RunConfig& config, const WorkList& work, int ranks) {
  RunStatus status{.title = config.ensemble.title,
                   .shard = options.shard ? fmt::format("{}/{}", options.shard->index, options.shard->count)
                                          : std::string(),
                   .tasks = work.tasks,
                   .done = work.done,
                   .failed = work.failed,
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

// What a rank needs between the first look at the journals and the last record in them.
class Computation {
 public:
  Computation(const RunOptions& options, const RunConfig& config, const RunDirectory& directory,
              const std::string& session, ProgressDisplay& display, const Communicator& world)
      : options_(options),
        config_(config),
        directory_(directory),
        session_(session),
        display_(display),
        world_(world) {}

  // Computes what is missing; the same progress on every rank.
  Progress run(const WorkList& work, const RunLock* lock) {
    std::optional<JournalWriter> journal;
    together(world_, [&] {
      journal.emplace(directory_.journal(session_, world_.rank()),
                      JournalHeader{.run = identity_of(config_.ensemble).run(),
                                    .session = session_,
                                    .writer = std::uint32_t(world_.rank())});
    });
    const StopSignals signals;
    const double end = computing_ends(options_, config_.ensemble, world_.size());
    // Asked for before and within every realization: without a deadline no clock is read.
    const auto seconds_to_deadline = [end] { return std::isinf(end) ? end : end - unix_time(); };
    const auto leave = [&] { return signals.request() == StopRequest::now || seconds_to_deadline() <= 0; };
    TaskPerformer performer(config_.ensemble, *journal, leave);
    auto last_touch = std::chrono::steady_clock::now();
    const CrewMember member{
        .perform = [&](Task task, const std::function<void()>& poll) { return performer(task, poll); },
        .perform_together =
            [&](Task task, const Communicator& team, const std::function<void()>& poll) {
              return performer.together(task, team, poll);
            },
        .dissolve = [&] { performer.dissolve(); },
        .stop_request = [&] { return signals.request(); },
        .seconds_to_deadline = seconds_to_deadline,
        .show =
            [&](const Progress& progress, const CrewState& crew) {
              display_.show(progress, crew);
              if (std::chrono::steady_clock::now() - last_touch < touch_interval) return;
              last_touch = std::chrono::steady_clock::now();
              lock->touch();
            }};
    Schedule schedule(world_.is_root() ? work.missing : std::vector<PointWork>{},
                      {.workers = std::uint32_t(world_.size())});
    Progress progress = work_through(world_, std::move(schedule), member);
    together(world_, [&] { journal->end(); });
    for (const double seconds : gather(world_, std::vector{journal->seconds()})) {
      progress.journal_seconds += seconds;
    }
    if (world_.is_root()) display_.finish(progress, "rendering");
    return broadcast(world_, progress);
  }

 private:
  const RunOptions& options_;
  const RunConfig& config_;
  const RunDirectory& directory_;
  const std::string& session_;
  ProgressDisplay& display_;
  const Communicator& world_;
};

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

ExitCode run_verb(const RunOptions& options, const Communicator& world) {
  const auto begins = Clock::now();
  const RunConfig config = read_job(options.job, world);
  const RunDirectory directory = run_directory_of(options.job.result);

  std::optional<RunLock> lock;
  std::string session;
  together(world, [&] {
    if (!world.is_root()) return;
    check_run(directory, config.ensemble);
    lock.emplace(directory, options.shard);
    prepare_run(directory, config.ensemble);
    session = new_session_name();
  });
  session = broadcast(world, session);

  const JournalIndex index = index_journals(world, directory.journals(), identity_of(config.ensemble).run());
  WorkList work = work_list(config.ensemble, index, options.shard);
  for (std::size_t p = 0; p < work.missing.size(); ++p) {
    work.missing[p].ranks =
        std::uint32_t(config.ranks_per_realization(config.ensemble.points[p].params().lattice));
  }
  const auto places = rank_places(world);
  if (world.is_root()) {
    if (!options.quiet) report_session(places, options, world.size());
    report_damage(index);
    if (!options.quiet) report_work(config, work);
  }

  const Shard shard = options.shard.value_or(Shard{});
  ProgressDisplay display(status_before(options, config, work, world.size()),
                          directory.status(shard.index, shard.count), options.quiet);
  Progress progress{.ranks = world.size()};
  std::uint64_t missing = work.tasks - work.done - work.failed - work.put_aside.size();
  if (missing > 0) {
    SessionLog log(world, directory, session);
    progress = alone_or_end_job(world, [&] {
      return Computation(options, config, directory, session, display, world)
          .run(work, lock ? &*lock : nullptr);
    });
    log.finish(progress);
    missing -= progress.done + progress.failed;
  }
  const auto rendering_begins = Clock::now();
  if (options.render) render_result(config, directory, options.job.result, world, options.quiet);

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
