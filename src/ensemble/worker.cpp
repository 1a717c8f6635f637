#include "worker.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "batch_work.hpp"
#include "protocol.hpp"

namespace yieldscape {
namespace {

constexpr int controller_rank = 0;

// A rank that waits or computes says so this often within the longest silence, but not more often than
// anybody could wish.
constexpr double signs_of_life = 4;
constexpr double most_frequent_sign = 0.1;

class Worker {
 public:
  Worker(const Communicator& communicator, const CrewMember& member, Team team)
      : communicator_(communicator),
        member_(member),
        team_(std::move(team)),
        pause_(std::max(member.longest_silence / signs_of_life, most_frequent_sign)) {}

  void run() {
    if (!team_.follow()) return;
    Batch batch = (ask(), answer());
    while (batch.split > 0 || !batch.empty()) {
      if (batch.split > 0) {
        team_.split(batch.split);
        batch = (ask(), answer());
        continue;
      }
      const bool ahead = team_.size() == 1 && batch.seconds_each * batch.size() < prefetch_seconds;
      if (ahead) ask();
      if (!work_off(
              batch, performer(batch), [this] { live(); }, request_.reports))
        request_.stop_requested = true;
      if (!ahead) ask();
      batch = answer();
    }
    team_.end();
    request_.purpose = Purpose::goodbye;
    ask();
  }

 private:
  using Clock = std::chrono::steady_clock;

  // What the team does, and this rank notes which task it is at.
  CrewMember performer(const Batch& batch) {
    CrewMember member = team_.performer(batch);
    member.perform = [this, perform = std::move(member.perform)](Task task,
                                                                 const std::function<void()>& poll) {
      request_.task = task;
      return perform(task, poll);
    };
    return member;
  }

  // Sends what was finished since the last request.
  void ask() {
    speak(request_);
    request_.reports.clear();
  }

  // In the middle of a batch its results may not be kept safe yet: they are not reported.
  void live() {
    if (std::chrono::duration<double>(Clock::now() - last_sign_).count() < pause_) return;
    Request sign{.purpose = Purpose::sign_of_life, .task = request_.task};
    speak(sign);
  }

  void speak(Request& request) {
    request.stop_requested = request.stop_requested || member_.stop_request() != StopRequest::none;
    request.ranks = team_.size();
    send(communicator_, controller_rank, request_tag, encode(request));
    last_sign_ = Clock::now();
  }

  Batch answer() {
    const auto begin = Clock::now();
    double next_report = member_.longest_silence;
    for (;;) {
      if (const auto message = try_receive(communicator_, {.source = controller_rank, .tag = batch_tag})) {
        answered_ = true;
        return decode_batch(message->bytes);
      }
      live();
      watch_controller(begin, next_report);
      rest();
    }
  }

  // The controller tries suspects before it answers anybody; from then on it answers between avalanches.
  void watch_controller(Clock::time_point begin, double& next_report) const {
    if (!member_.silent || !answered_) return;
    const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
    if (seconds < next_report) return;
    next_report = 2 * seconds;
    member_.silent({.rank = controller_rank, .task = {}, .seconds = seconds});
  }

  const Communicator& communicator_;
  const CrewMember& member_;
  Team team_;
  double pause_;  ///< seconds between signs of life
  Clock::time_point last_sign_ = Clock::now();
  bool answered_ = false;  ///< at least once
  Request request_;
};

}  // namespace

void work_for_controller(const Communicator& communicator, const CrewMember& member, Team team) {
  Worker(communicator, member, std::move(team)).run();
}

}  // namespace yieldscape
