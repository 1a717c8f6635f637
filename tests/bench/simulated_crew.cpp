#include "simulated_crew.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <queue>
#include <random>

#include "yieldscape/ensemble/crew.hpp"

namespace yieldscape::bench {
namespace {

constexpr std::uint64_t most_of_a_point = 4'000'000'000;

struct Request {
  double arrives;
  std::uint32_t rank;
  bool operator>(const Request& other) const { return arrives > other.arrives; }
};

/// A point whose cost is known from finished realizations.
PointWork work_of(const TaskKind& kind, std::uint64_t tasks) {
  PointWork work{.cost = CostModel(kind.seconds), .missing = {{.first = 0, .last = std::uint32_t(tasks)}}};
  work.cost.observe(kind.seconds);
  return work;
}

class Crew {
 public:
  Crew(std::uint32_t ranks, const Mix& mix, double work_per_rank, const MessageCosts& costs)
      : costs_(costs), ranks_(ranks), schedule_({}, {.workers = ranks}) {
    std::vector<PointWork> work;
    for (const TaskKind& kind : mix.kinds) {
      auto left = std::uint64_t(std::llround(work_per_rank * ranks * kind.share / kind.seconds));
      if (kind.share == 0) left = 1;
      while (left > 0) {
        const std::uint64_t tasks = std::min(left, most_of_a_point);
        work.push_back(work_of(kind, tasks));
        kinds_.push_back(kind);
        left -= tasks;
      }
    }
    schedule_ = Schedule(std::move(work), {.workers = ranks});
  }

  CrewSimulation run() {
    std::priority_queue<Request, std::vector<Request>, std::greater<>> requests;
    for (std::uint32_t rank = 1; rank < ranks_; ++rank) requests.push({costs_.latency, rank});
    std::vector<double> free_at(ranks_, 0);  // when the batch in hand is done
    double controller_free = 0;              // from serving
    double own_done = 0;                     // the controller's own batch, stretched by what it serves
    bool own_work = true;
    const auto begin_own = [&](double now) {
      const Batch batch = schedule_.next();
      own_work = !batch.empty();
      if (own_work) own_done = now + take(batch);
    };
    begin_own(0);
    while (!requests.empty()) {
      const Request request = requests.top();
      requests.pop();
      while (own_work && own_done <= request.arrives) begin_own(own_done);
      // Between two looks when the request finds it without others waiting; without work it only looks.
      const bool waits = own_work && request.arrives > controller_free;
      controller_free =
          std::max(controller_free, request.arrives + (waits ? costs_.look / 2 : 0)) + costs_.serve;
      serving_ += costs_.serve;
      if (own_work) own_done += costs_.serve;
      const Batch batch = schedule_.next();
      if (batch.empty()) continue;
      const double begin = std::max(free_at[request.rank], controller_free + costs_.latency);
      free_at[request.rank] = begin + take(batch);
      const bool ahead = batch.seconds_each * batch.size() < prefetch_seconds;
      requests.push({(ahead ? begin : free_at[request.rank]) + costs_.latency, request.rank});
    }
    while (own_work) begin_own(own_done);
    const double end = std::max(own_done, *std::ranges::max_element(free_at));
    return {.busy_fraction = busy_ / (end * ranks_),
            .controller_serving = serving_ / end,
            .seconds = end,
            .batches = batches_};
  }

 private:
  double take(const Batch& batch) {
    const TaskKind& kind = kinds_[batch.point];
    std::normal_distribution<double> relative(1, kind.spread / std::sqrt(double(batch.size())));
    const double seconds = kind.seconds * batch.size() * std::max(0.1, relative(random_));
    busy_ += seconds;
    ++batches_;
    return seconds;
  }

  MessageCosts costs_;
  std::uint32_t ranks_;
  Schedule schedule_;
  std::vector<TaskKind> kinds_;  // by point
  std::mt19937_64 random_{1};
  double busy_ = 0;
  double serving_ = 0;
  std::uint64_t batches_ = 0;
};

}  // namespace

CrewSimulation simulate_crew(std::uint32_t ranks, const Mix& mix, double work_per_rank,
                             const MessageCosts& costs) {
  return Crew(ranks, mix, work_per_rank, costs).run();
}

}  // namespace yieldscape::bench
