// What a request costs the controller and how long a message is under way, between two ranks of this machine:
// the numbers that the schedule simulation starts from.
//
//   mpirun -n 2 message_cost

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "../../src/ensemble/protocol.hpp"
#include "yieldscape/parallel/environment.hpp"

namespace {

using namespace yieldscape;
using Clock = std::chrono::steady_clock;

constexpr int rounds = 200;
constexpr int requests = 100;  // of a round

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

double median(std::vector<double> values) {
  std::ranges::nth_element(values, values.begin() + std::ptrdiff_t(values.size() / 2));
  return values[values.size() / 2];
}

Schedule schedule() {
  constexpr std::uint32_t points = 100;
  std::vector<PointWork> work(points,
                              {.cost = CostModel(1), .missing = {{.first = 0, .last = 4'000'000'000}}});
  return {std::move(work), {.workers = 1000}};
}

// Receives, takes note, chooses, answers: as the controller does, with all requests of a round waiting.
double serve_seconds(const Communicator& world) {
  Schedule choices = schedule();
  std::vector<double> seconds;
  const Request request{.reports = {{.seconds = 0.05, .slips = 1000, .tasks = 1000}}};
  for (int round = 0; round < rounds; ++round) {
    if (!world.is_root()) {
      for (int i = 0; i < requests; ++i) send(world, 0, request_tag, encode(request));
    }
    world.barrier();
    if (world.is_root()) {
      const auto begin = Clock::now();
      for (int served = 0; served < requests;) {
        const auto message = try_receive(world, {.source = std::nullopt, .tag = request_tag});
        if (!message) continue;
        for (const TaskReport& report : decode_request(message->bytes).reports) {
          choices.observe(report.task.point, report.seconds, report.longest, report.tasks);
        }
        const Batch batch = choices.next();
        send(world, message->source, batch_tag, std::as_bytes(std::span(&batch, 1)));
        ++served;
      }
      seconds.push_back(seconds_since(begin) / requests);
    } else {
      for (int i = 0; i < requests; ++i) static_cast<void>(receive(world, {.source = 0, .tag = batch_tag}));
    }
    world.barrier();
  }
  return world.is_root() ? median(std::move(seconds)) : 0;
}

// Half of a message to and fro.
double latency_seconds(const Communicator& world) {
  std::vector<double> seconds;
  const Batch batch;
  const auto bytes = std::as_bytes(std::span(&batch, 1));
  for (int round = 0; round < rounds * requests; ++round) {
    const auto begin = Clock::now();
    if (world.is_root()) {
      send(world, 1, batch_tag, bytes);
      static_cast<void>(receive(world, {.source = 1, .tag = batch_tag}));
    } else {
      static_cast<void>(receive(world, {.source = 0, .tag = batch_tag}));
      send(world, 0, batch_tag, bytes);
    }
    seconds.push_back(seconds_since(begin) / 2);
  }
  return median(std::move(seconds));
}

}  // namespace

int main(int argc, char** argv) {
  const Environment environment(argc, argv);
  const Communicator world = Communicator::world();
  if (world.size() != 2) {
    std::fprintf(stderr, "message_cost: start it with two ranks: mpirun -n 2 message_cost\n");
    return 2;
  }
  const double serve = serve_seconds(world);
  const double latency = latency_seconds(world);
  if (world.is_root())
    std::printf("request served in %.2g s, message under way %.2g s (medians)\n", serve, latency);
}
