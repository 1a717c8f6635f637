#pragma once

#include "team.hpp"

namespace yieldscape {

/// Does as its team is told until it leads one. Then: asks the controller for batches and works them off
/// until it receives an empty one. Short batches are asked for one ahead, so that the worker never waits
/// while the controller computes.
void work_for_controller(const Communicator& communicator, const CrewMember& member, Team team);

}  // namespace yieldscape
