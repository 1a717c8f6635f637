#include "yieldscape/ensemble/crew.hpp"

#include "controller.hpp"
#include "worker.hpp"
#include "yieldscape/parallel/collectives.hpp"

namespace yieldscape {

Progress work_through(const Communicator& communicator, Schedule schedule, const CrewMember& member) {
  const std::uint32_t size = broadcast(communicator, schedule.largest_team());
  Team team(communicator, size, member);
  if (communicator.is_root()) {
    const int teams = int(team_sizes(std::uint32_t(communicator.size()), size).size());
    return Controller(communicator, std::move(schedule), member, std::move(team), teams).run();
  }
  work_for_controller(communicator, member, std::move(team));
  return {};
}

}  // namespace yieldscape
