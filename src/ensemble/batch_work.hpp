#pragma once

#include <functional>
#include <vector>

#include "yieldscape/ensemble/crew.hpp"

namespace yieldscape {

/// Adds a report to those not yet sent. Finished tasks of one point become one: the controller's work must
/// grow with the batches, not with the tasks.
void add(const TaskReport& report, std::vector<TaskReport>& reports);

/// Works off a batch, task by task; leaves the rest of it undone as soon as a stop is requested or the next
/// realization would not finish before the deadline. Returns whether the whole batch was tried.
bool work_off(const Batch& batch, const CrewMember& member, const std::function<void()>& poll,
              std::vector<TaskReport>& reports);

/// Gives the processor away for a moment while there is nothing to do but wait for a message.
void rest();

}  // namespace yieldscape
