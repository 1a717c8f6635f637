#include "worker.hpp"

#include <utility>

#include "batch_work.hpp"
#include "protocol.hpp"

namespace yieldscape {
namespace {

constexpr int controller_rank = 0;

class Worker {
 public:
  Worker(const Communicator& communicator, const CrewMember& member, Team team)
      : communicator_(communicator), member_(member), team_(std::move(team)) {}

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
              batch, team_.performer(batch), [] {}, request_.reports))
        request_.stop_requested = true;
      if (!ahead) ask();
      batch = answer();
    }
    team_.end();
    request_.wants_batch = false;
    ask();
  }

 private:
  // Sends what was finished since the last request.
  void ask() {
    request_.stop_requested = request_.stop_requested || member_.stop_request() != StopRequest::none;
    request_.ranks = team_.size();
    send(communicator_, controller_rank, request_tag, encode(request_));
    request_.reports.clear();
  }

  Batch answer() {
    for (;;) {
      if (const auto message = try_receive(communicator_, {.source = controller_rank, .tag = batch_tag})) {
        return decode_batch(message->bytes);
      }
      rest();
    }
  }

  const Communicator& communicator_;
  const CrewMember& member_;
  Team team_;
  Request request_;
};

}  // namespace

void work_for_controller(const Communicator& communicator, const CrewMember& member, Team team) {
  Worker(communicator, member, std::move(team)).run();
}

}  // namespace yieldscape
