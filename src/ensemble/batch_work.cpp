#include "batch_work.hpp"

#include <chrono>
#include <thread>

namespace yieldscape {

bool work_off(const Batch& batch, const CrewMember& member, const std::function<void()>& poll,
              std::vector<TaskReport>& reports) {
  for (std::uint32_t r = batch.realizations.first; r < batch.realizations.last; ++r) {
    if (member.stop_request() != StopRequest::none) return false;
    if (batch.seconds_each > member.seconds_to_deadline()) return false;
    reports.push_back(member.perform({.point = batch.point, .realization = r}, poll));
    poll();
  }
  return true;
}

void rest() {
  std::this_thread::sleep_for(std::chrono::microseconds(100));
}

}  // namespace yieldscape
