#include "worker.hpp"

#include "batch_work.hpp"
#include "protocol.hpp"

namespace yieldscape {
namespace {

constexpr int controller_rank = 0;

// Batches longer than this are not asked for in advance: one that waits in a queue here could be computed by
// an idle rank, and the answer to a late request costs little beside it.
constexpr double prefetch_seconds = 1;

class Worker {
 public:
  Worker(const Communicator& communicator, const CrewMember& member)
      : communicator_(communicator), member_(member) {}

  void run() {
    Batch batch = (ask(), answer());
    while (!batch.empty()) {
      const bool ahead = batch.seconds_each * batch.size() < prefetch_seconds;
      if (ahead) ask();
      if (!work_off(
              batch, member_, [] {}, request_.reports))
        request_.stop_requested = true;
      if (!ahead) ask();
      batch = answer();
    }
    request_.wants_batch = false;
    ask();
  }

 private:
  // Sends what was finished since the last request.
  void ask() {
    request_.stop_requested = request_.stop_requested || member_.stop_request() != StopRequest::none;
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
  Request request_;
};

}  // namespace

void work_for_controller(const Communicator& communicator, const CrewMember& member) {
  Worker(communicator, member).run();
}

}  // namespace yieldscape
