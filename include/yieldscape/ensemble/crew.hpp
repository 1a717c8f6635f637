#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "yieldscape/ensemble/schedule.hpp"
#include "yieldscape/parallel/communicator.hpp"

namespace yieldscape {

enum class TaskStatus : std::uint32_t {
  done,
  failed,    ///< the realization cannot be completed; recorded as such
  given_up,  ///< stopped on the way; to be computed again
};

/// Of one task; on the way to the controller, of all finished ones of a batch together.
struct TaskReport {
  Task task;  ///< the last of them
  TaskStatus status = TaskStatus::done;
  double seconds = 0;  ///< CPU time in the physics
  std::uint64_t slips = 0;
  std::uint64_t near_ties = 0;
  std::uint32_t tasks = 1;
  double longest = seconds;  ///< CPU time of the slowest
};

/// How urgently the session is to end.
enum class StopRequest {
  none,
  after_realization,  ///< hand out nothing more, finish the realizations under way
  now,                ///< leave realizations at their next avalanche
};

/// What the master knows while the crew works.
struct Progress {
  std::uint64_t tasks = 0;  ///< of this session
  std::uint64_t done = 0;
  std::uint64_t failed = 0;
  std::uint64_t slips = 0;
  std::uint64_t near_ties = 0;
  double core_seconds = 0;     ///< in the physics
  double journal_seconds = 0;  ///< of all ranks, spent on their journals; known at the end
  double elapsed = 0;          ///< wall seconds of this session
  double seconds_left = 0;     ///< wall seconds to the end, from the cost model; NaN before the first result
  int ranks = 1;
};

/// How far the realizations of a point are, in this session.
struct PointTally {
  std::uint64_t done = 0;
  std::uint64_t failed = 0;
  std::uint64_t running = 0;  ///< handed out, not reported
};

/// When a rank was last heard, and what it works on since.
struct LastWord {
  double seconds_ago = 0;
  std::uint64_t running = 0;  ///< realizations it has at hand
  Task task;                  ///< the first of them
};

/// The same work seen point by point and rank by rank.
struct CrewState {
  std::vector<PointTally> points;  ///< by point; points not yet begun may be missing at the end
  std::vector<LastWord> ranks;
};

/// A rank that gives no sign of life.
struct SilentRank {
  int rank = 0;
  Task task;           ///< it was at work on this one, or about to begin it; of rank 0 not known
  double seconds = 0;  ///< since its last message
};

/// What a rank does with its tasks; supplied by the application, which knows files, signals and clocks.
struct CrewMember {
  /// Told which tasks come next, in order, so that they can be noted together; an empty batch: none, though
  /// more had been announced. Reports of a batch are sent after this and not before.
  std::function<void(const Batch&)> expect = {};
  /// Computes one task and keeps its result safe before it returns. Calls `poll` now and then meanwhile.
  std::function<TaskReport(Task, const std::function<void()>& poll)> perform;
  /// The same by all ranks of a team, which call it together; only the first of them keeps the result and
  /// polls, and its report counts.
  std::function<TaskReport(Task, const Communicator& team, const std::function<void()>& poll)>
      perform_together = {};
  /// Called by all ranks of a team before it dissolves: what they keep together is to be let go.
  std::function<void()> dissolve = {};
  std::function<StopRequest()> stop_request;
  /// Wall seconds until no more may be computed; infinity: no deadline.
  std::function<double()> seconds_to_deadline;
  /// Rank 0 only: called a few times a second at most.
  std::function<void(const Progress&, const CrewState&)> show;
  /// Called on rank 0 when another rank has been silent for so many seconds, on another rank that waits when
  /// rank 0 has, and whenever that time has doubled.
  std::function<void(const SilentRank&)> silent = {};
  /// Infinity: nobody watches. Ranks give signs of life several times within it.
  double longest_silence = std::numeric_limits<double>::infinity();
};

/// Every rank calls this with its own member; rank 0 brings the schedule (others an empty one), hands out
/// batches on request and computes too. Where realizations want several ranks, ranks form teams: of the
/// largest size first and of the rest, smaller ones when no more work of their size is left. Collective in
/// the sense that it returns on every rank, when nothing is left to hand out (or a stop was requested on any
/// rank) and every report has arrived. On rank 0 the final count, elsewhere an empty one. Exceptions of
/// `perform` pass through: the caller must end the job, other ranks are waiting.
Progress work_through(const Communicator& communicator, Schedule schedule, const CrewMember& member);

}  // namespace yieldscape
