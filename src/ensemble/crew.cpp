#include "yieldscape/ensemble/crew.hpp"

#include "controller.hpp"
#include "worker.hpp"

namespace yieldscape {

Progress work_through(const Communicator& communicator, Schedule schedule, const CrewMember& member) {
  if (communicator.is_root()) return Controller(communicator, std::move(schedule), member).run();
  work_for_controller(communicator, member);
  return {};
}

}  // namespace yieldscape
