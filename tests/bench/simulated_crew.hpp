#pragma once

// A crew of any size as a discrete-event simulation: it drives the very Schedule of the program, with task
// times and message costs as numbers. Nothing here is measured on a cluster.
//
// Model. Rank 0 answers requests one after the other and computes in between; it looks for them now and then
// only. The others ask one batch ahead where batches are short, as the program's do. The time of a batch is
// normally distributed about its mean, with the spread of single tasks.

#include <cstdint>
#include <string>
#include <vector>

namespace yieldscape::bench {

struct MessageCosts {
  double serve = 0;    ///< seconds rank 0 spends on one request: receive, choose, answer
  double latency = 0;  ///< seconds a message is under way
  double look = 0;     ///< seconds between two looks for requests
};

/// Realizations alike: one point of an ensemble.
struct TaskKind {
  double seconds = 1;  ///< mean
  double spread = 0;   ///< standard deviation / mean
  /// Part of all work; 0: a single task.
  double share = 1;
};

struct Mix {
  std::string name;
  std::vector<TaskKind> kinds;
};

struct CrewSimulation {
  double busy_fraction = 0;       ///< of the time of all ranks, until the last one is done
  double controller_serving = 0;  ///< part of rank 0's time spent on requests
  double seconds = 0;             ///< until the last one is done
  std::uint64_t batches = 0;
};

/// `work_per_rank`: seconds of computing for each rank. Cost: about a microsecond a batch. The same numbers
/// for the same arguments.
[[nodiscard]] CrewSimulation simulate_crew(std::uint32_t ranks, const Mix& mix, double work_per_rank,
                                           const MessageCosts& costs);

}  // namespace yieldscape::bench
