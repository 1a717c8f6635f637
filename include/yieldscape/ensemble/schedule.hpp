#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "yieldscape/ensemble/cost_model.hpp"
#include "yieldscape/ensemble/realization.hpp"

namespace yieldscape {

/// Realizations first … last − 1 of one point.
struct RealizationRange {
  std::uint32_t first = 0;
  std::uint32_t last = 0;
};

/// What is left to do of one point, in increasing order.
struct PointWork {
  CostModel cost;
  std::vector<RealizationRange> missing;
  std::uint32_t ranks = 1;  ///< that one realization wants
};

/// Consecutive realizations of one point, handed out together; empty: nothing (more) to do.
struct Batch {
  std::uint32_t point = 0;
  RealizationRange realizations;
  double seconds_each = 0;  ///< that must be left before the deadline for one to be begun
  std::uint32_t ranks = 1;  ///< that each realization wants; more than one: for the whole team
  /// Nothing to do for a team of the size that asked, but for teams of this one; 0: not so.
  std::uint32_t split = 0;
  [[nodiscard]] std::uint32_t size() const noexcept { return realizations.last - realizations.first; }
  [[nodiscard]] bool empty() const noexcept { return size() == 0; }
};

/// How long a batch should take so that the controller spends little of its time on answering: long enough
/// for `workers` requests in a fraction of it (tests/bench/schedule_simulation.cpp shows the effect).
[[nodiscard]] double batch_seconds(std::uint32_t workers) noexcept;

/// Which of these sizes, each wanted by some realization, a team of `ranks` should turn to, out of a crew of
/// `crew` ranks (which no size exceeds): its own; else the largest below, to be split into; else the smallest
/// above, if it is at most double, lest memory run out, or if the team is the whole crew. 0: none.
[[nodiscard]] std::uint32_t wanted_size(std::span<const std::uint32_t> sizes, std::uint32_t ranks,
                                        std::uint32_t crew) noexcept;

/// Batches shorter than this are asked for one ahead, so that nobody waits for the controller; a longer one
/// that waits in a queue could be computed by an idle rank, and the answer to a late request costs little
/// beside it.
inline constexpr double prefetch_seconds = 1;

/// Which task comes next: a pure choice, without clock, messages or files. Points with the costliest
/// realizations first (by costs that may be some choices old where there are many points), within a point by
/// number; realizations shorter than a batch in batches of about its length, smaller towards the end so that
/// no worker is left with much when the others are done. Memory: one range per gap, not one entry per task.
/// Cost of a choice: O(log(points)) on average for each size of teams.
class Schedule {
 public:
  struct Options {
    std::uint32_t workers = 1;
    std::optional<double> batch_seconds = std::nullopt;  ///< default: batch_seconds(workers)
    /// A realization of one rank that goes on for longer keeps its progress: it may be begun though it cannot
    /// be finished.
    double checkpoint_interval = std::numeric_limits<double>::infinity();
    /// Tasks that may kill their rank; none of them in the work.
    std::vector<Task> suspects = {};
  };

  Schedule(std::vector<PointWork> work, const Options& options);

  /// The next batch that can finish within `seconds_left`, or reach a checkpoint; empty if there is none.
  [[nodiscard]] Batch next(double seconds_left = std::numeric_limits<double>::infinity());

  /// The same for a team of `ranks` ranks: work for it, or what it should split into.
  [[nodiscard]] Batch next(double seconds_left, std::uint32_t ranks);

  /// The most ranks that a realization wants and the crew has.
  [[nodiscard]] std::uint32_t largest_team() const noexcept;

  /// The next suspect that fits, to be computed while nobody else computes; empty if there is none.
  [[nodiscard]] Batch next_suspect(double seconds_left = std::numeric_limits<double>::infinity());

  /// Realizations of this point took so long: estimates of that point follow.
  void observe(std::uint32_t point, double seconds) noexcept { work_[point].cost.observe(seconds); }
  void observe(std::uint32_t point, double seconds, double longest, std::uint64_t realizations) noexcept {
    work_[point].cost.observe(seconds, longest, realizations);
  }

  [[nodiscard]] std::uint64_t tasks_left() const noexcept { return tasks_left_; }
  /// Expected CPU seconds of all tasks not yet handed out.
  [[nodiscard]] double seconds_left() const noexcept;

 private:
  /// Points with something left that want this many ranks, the costliest at the back.
  struct Queue {
    std::uint32_t ranks;
    std::vector<std::uint32_t> points;
  };

  [[nodiscard]] std::uint32_t team_of(const PointWork& work) const noexcept;
  [[nodiscard]] double seconds_needed(const PointWork& work, std::uint32_t ranks) const noexcept;
  [[nodiscard]] std::uint32_t batch_size(const PointWork& work) const noexcept;
  void sort_points();
  /// What a team of `ranks` should do next of a queue; nullptr: nothing that ends in time.
  [[nodiscard]] PointWork* costliest(Queue& queue, double seconds_left, std::uint32_t ranks);
  std::vector<PointWork> work_;
  std::vector<Queue> queues_;
  std::size_t choices_until_sort_ = 0;
  std::vector<Task> suspects_;  ///< the next one at the back
  std::uint32_t workers_;
  double batch_seconds_;
  double checkpoint_interval_;
  std::uint64_t tasks_left_ = 0;
};

/// The gaps of a point of `realizations` tasks, given the finished ones in increasing order.
[[nodiscard]] std::vector<RealizationRange> missing_ranges(std::uint32_t realizations,
                                                           std::span<const std::uint32_t> finished);

}  // namespace yieldscape
