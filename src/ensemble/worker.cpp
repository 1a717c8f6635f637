#include "worker.hpp"

#include <chrono>
#include <limits>
#include <utility>

#include "batch_work.hpp"
#include "protocol.hpp"

namespace yieldscape {
namespace {

constexpr int controller_rank = 0;

class Worker {
 public:
  Worker(const Communicator& communicator, const CrewMember& member, Team team)
      : communicator_(communicator),
        member_(member),
        team_(std::move(team)),
        pause_(sign_interval(member.longest_silence)) {}

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
    pause_ = std::numeric_limits<double>::infinity();  // the last word
    (void)answer();
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
    hear_signs();
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
    hear();
    for (;;) {
      if (const auto message = try_receive(communicator_, {.source = controller_rank, .tag = batch_tag})) {
        return decode_batch(message->bytes);
      }
      hear_signs();
      live();
      watch_controller();
      rest();
    }
  }

  void hear() {
    heard_ = Clock::now();
    next_report_ = member_.longest_silence;
  }

  void hear_signs() {
    while (try_receive(communicator_, {.source = controller_rank, .tag = sign_tag})) hear();
  }

  // The controller may answer late: it tries suspects before anything else, and the end is far where it works
  // on. Between avalanches it says that it lives.
  void watch_controller() {
    if (!member_.silent) return;
    const double seconds = std::chrono::duration<double>(Clock::now() - heard_).count();
    if (seconds < next_report_) return;
    next_report_ = 2 * seconds;
    member_.silent({.rank = controller_rank, .task = {}, .seconds = seconds});
  }

  const Communicator& communicator_;
  const CrewMember& member_;
  Team team_;
  double pause_;  ///< seconds between signs of life
  Clock::time_point last_sign_ = Clock::now();
  Clock::time_point heard_ = Clock::now();  ///< from the controller
  double next_report_ = 0;                  ///< seconds of its silence
  Request request_;
};

}  // namespace

void work_for_controller(const Communicator& communicator, const CrewMember& member, Team team) {
  Worker(communicator, member, std::move(team)).run();
}

}  // namespace yieldscape
