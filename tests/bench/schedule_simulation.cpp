// How busy does the schedule keep 10^2 … 10^5 ranks? A discrete-event simulation that drives the very
// Schedule of the program, with task times and message costs as parameters; nothing here is measured on a
// cluster.
//
//   schedule_simulation [TASK_SECONDS [TASKS_PER_RANK]]
//
// Model: the controller answers requests one after the other (serve_seconds each) but only looks for them
// every look_seconds while it computes; a message takes latency_seconds; workers ask one batch ahead, as the
// program's do. Task times vary by 15 %.

#include <cstdio>
#include <cstdlib>
#include <queue>
#include <random>
#include <vector>

#include "yieldscape/ensemble/schedule.hpp"

namespace {

using yieldscape::Batch;
using yieldscape::Schedule;

constexpr double serve_seconds = 2e-6;
constexpr double latency_seconds = 5e-6;
constexpr double look_seconds = 1e-4;
constexpr double task_spread = 0.15;

struct Request {
  double arrives;
  std::uint32_t worker;
  bool operator>(const Request& other) const { return arrives > other.arrives; }
};

struct Worker {
  double free_at = 0;     // when the batch in hand is done
  double busy = 0;        // seconds computed
  bool finished = false;  // was told that nothing is left
};

double batch_duration(const Batch& batch, double task_seconds, std::mt19937_64& random) {
  std::normal_distribution<double> relative(1, task_spread / std::sqrt(double(batch.size())));
  return task_seconds * batch.size() * std::max(0.1, relative(random));
}

// Busy fraction of all ranks until the last one is done.
double busy_fraction(std::uint32_t ranks, double task_seconds, std::uint32_t tasks_per_rank) {
  yieldscape::ModelParams params;
  params.moduli = {.shear_modulus = 19, .bulk_modulus = 55};
  params.initial_thresholds = {.mean = 1, .std = 0.4};
  params.renewed_thresholds = params.initial_thresholds;
  params.slip.c0 = 0.05;
  yieldscape::PointWork work{.cost = yieldscape::CostModel(yieldscape::Point({}, params, 1), 1),
                             .missing = {{.first = 0, .last = ranks * tasks_per_rank}}};
  work.cost.observe(task_seconds);
  Schedule schedule({work}, {.workers = ranks});

  std::mt19937_64 random(1);
  std::vector<Worker> workers(ranks);
  std::priority_queue<Request, std::vector<Request>, std::greater<>> requests;
  for (std::uint32_t worker = 0; worker < ranks; ++worker) requests.push({latency_seconds, worker});

  double controller_free = 0;
  double end = 0;
  while (!requests.empty()) {
    const Request request = requests.top();
    requests.pop();
    // The controller is between two looks when a request finds it without others waiting.
    const bool waits_for_look = request.arrives > controller_free;
    controller_free =
        std::max(controller_free, request.arrives + (waits_for_look ? look_seconds / 2 : 0)) + serve_seconds;
    Worker& worker = workers[request.worker];
    const Batch batch = schedule.next();
    if (batch.empty()) continue;
    const double begin = std::max(worker.free_at, controller_free + latency_seconds);
    const double duration = batch_duration(batch, task_seconds, random);
    worker.free_at = begin + duration;
    worker.busy += duration;
    end = std::max(end, worker.free_at);
    requests.push({begin + latency_seconds, request.worker});  // asks for the next one as it begins
  }
  double busy = 0;
  for (const Worker& worker : workers) busy += worker.busy;
  return busy / (end * ranks);
}

}  // namespace

int main(int argc, char** argv) {
  const double task_seconds = argc > 1 ? std::atof(argv[1]) : 3.5e-3;
  const auto tasks_per_rank = std::uint32_t(argc > 2 ? std::atoi(argv[2]) : 2000);
  std::printf("simulation: tasks of %g s, %u per rank\n%10s %12s %14s\n", task_seconds, tasks_per_rank,
              "ranks", "batch (s)", "busy fraction");
  for (const std::uint32_t ranks : {2U, 10U, 100U, 1000U, 10000U, 100000U}) {
    std::printf("%10u %12.3g %14.4f\n", ranks, yieldscape::batch_seconds(ranks),
                busy_fraction(ranks, task_seconds, tasks_per_rank));
  }
}
