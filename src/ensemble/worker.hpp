#pragma once

#include "yieldscape/ensemble/crew.hpp"

namespace yieldscape {

/// Asks the controller for batches and works them off until it receives an empty one. Short batches are asked
/// for one ahead, so that the worker never waits while the controller computes.
void work_for_controller(const Communicator& communicator, const CrewMember& member);

}  // namespace yieldscape
