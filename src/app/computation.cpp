#include "computation.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <limits>

#include "yieldscape/app/hang_watch.hpp"
#include "yieldscape/app/status_file.hpp"
#include "yieldscape/app/task_performer.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/ensemble/size_estimate.hpp"
#include "yieldscape/io/host.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/together.hpp"

namespace yieldscape {
namespace {

constexpr std::chrono::seconds touch_interval{30};

// A rank that says nothing for so long is named: longer than the longest avalanche of a large lattice.
constexpr double silence_worth_a_word = 120;

// On the root: every rank's host. Elsewhere: that of the root.
std::vector<std::string> hosts_of(const Communicator& world) {
  const std::string name = host_name();
  std::vector<std::string> hosts;
  for (const auto& bytes : gather_bytes(world, std::as_bytes(std::span(name)))) {
    hosts.emplace_back(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  }
  const std::string root = broadcast(world, hosts.empty() ? std::string() : hosts.front());
  if (hosts.empty()) hosts.push_back(root);
  return hosts;
}

// On the root, before anything is computed: from now on these are failed realizations like any other.
void record_put_aside(const WorkList& work, JournalWriter& journal) {
  if (work.put_aside.empty()) return;
  for (const TaskId& task : work.put_aside) journal.failed(task, put_aside_reason());
  journal.sync();
}

// Names a silent rank; throws if the user wants the job to end then.
void report_silence(const Session& session, const std::vector<std::string>& hosts, const SilentRank& silent) {
  std::string who = fmt::format("rank {} on {} has given no sign of life for {} (since {})", silent.rank,
                                hosts[std::size_t(silent.rank)], human_duration(silent.seconds),
                                utc(unix_time() - silent.seconds));
  const bool seen_by_root = session.world.is_root();
  if (seen_by_root) {
    const Point& point = session.config.ensemble.points[silent.task.point];
    who += fmt::format(", at or before realization {} of point '{}'", silent.task.realization,
                       point.labels().name);
  } else {
    who += fmt::format(" to rank {}, which waits for it", session.world.rank());
  }
  if (session.options.hang_timeout && silent.seconds >= *session.options.hang_timeout) {
    throw Error(ExitCode::hang,
                who +
                    "\nThe job ends (--hang-timeout). Give the same command again; if it happens again on "
                    "this host, leave the host out.");
  }
  // Of rank 0 all others would say so.
  if (seen_by_root) fmt::print(stderr, "yieldscape: warning: {}\n", who);
}

}  // namespace

double seconds_for_rendering(const EnsembleSpec& spec, int ranks) {
  constexpr double seconds_at_least = 5;
  constexpr double seconds_per_realization = 1e-4;  // a journal record
  constexpr double bytes_per_second = 25e6;         // a slow disk under load
  double realizations = 0;
  for (const Point& point : spec.points) realizations += point.realizations();
  return seconds_at_least +
         (realizations * seconds_per_realization + result_bytes(spec) / bytes_per_second) / ranks;
}

double computing_ends(const RunOptions& options, const EnsembleSpec& spec, int ranks) {
  if (!options.deadline) return std::numeric_limits<double>::infinity();
  return *options.deadline - (options.render ? seconds_for_rendering(spec, ranks) : 0);
}

std::string put_aside_reason() {
  return fmt::format(
      "its process was killed before its end {} times, the last time with nothing else under way; "
      "`yieldscape retry` forgets that",
      tries_before_put_aside);
}

Progress compute_missing(const Session& session, const WorkList& work, ProgressDisplay& display) {
  const Communicator& world = session.world;
  const EnsembleSpec& ensemble = session.config.ensemble;
  const RunOptions& options = session.options;
  std::optional<JournalWriter> journal;
  together(world, [&] {
    journal.emplace(session.directory.journal(session.name, world.rank()),
                    JournalHeader{.run = identity_of(ensemble).run(),
                                  .session = session.name,
                                  .writer = std::uint32_t(world.rank())});
    if (world.is_root()) record_put_aside(work, *journal);
  });
  const auto hosts = hosts_of(world);
  const double end = computing_ends(options, ensemble, world.size());
  // Asked for before and within every realization: without a deadline no clock is read.
  const auto seconds_to_deadline = [end] { return std::isinf(end) ? end : end - unix_time(); };
  const auto leave = [&] {
    return session.signals.request() == StopRequest::now || seconds_to_deadline() <= 0;
  };
  TaskPerformer performer(
      ensemble, *journal,
      {.directory = session.directory, .interval = options.checkpoint_interval, .existing = work.checkpoints},
      work.begun_before, leave);
  auto last_touch = std::chrono::steady_clock::now();
  const CrewMember member{
      .expect = [&](const Batch& batch) { performer.expect(batch); },
      .perform = [&](Task task, const std::function<void()>& poll) { return performer(task, poll); },
      .perform_together =
          [&](Task task, const Communicator& team, const std::function<void()>& poll) {
            const auto watch = watch_for_hang(options.hang_timeout, world, "computing together");
            return performer.together(task, team, poll);
          },
      .dissolve = [&] { performer.dissolve(); },
      .stop_request = [&] { return session.signals.request(); },
      .seconds_to_deadline = seconds_to_deadline,
      .show =
          [&](const Progress& progress, const CrewState& crew) {
            display.show(progress, crew);
            if (std::chrono::steady_clock::now() - last_touch < touch_interval) return;
            last_touch = std::chrono::steady_clock::now();
            session.lock->touch();
          },
      .silent = [&](const SilentRank& silent) { report_silence(session, hosts, silent); },
      .longest_silence = std::min(options.hang_timeout.value_or(silence_worth_a_word), silence_worth_a_word)};
  Schedule schedule(work.missing, {.workers = std::uint32_t(world.size()),
                                   .checkpoint_interval = options.checkpoint_interval,
                                   .suspects = work.suspects});
  Progress progress;
  try {
    progress = work_through(world, std::move(schedule), member);
  } catch (const Error&) {
    journal->abandon();  // the world's fault, not that of the realization under way
    throw;
  }
  together(world, [&] { journal->end(); });
  for (const double seconds : gather(world, std::vector{journal->seconds()})) {
    progress.journal_seconds += seconds;
  }
  if (world.is_root()) display.finish(progress, "rendering");
  return broadcast(world, progress);
}

}  // namespace yieldscape
