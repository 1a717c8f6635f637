#pragma once

#include <functional>

#include "yieldscape/parallel/communicator.hpp"

namespace yieldscape {

/// Collective: runs `step` on every rank, then tells all of them whether it threw on any. If so, every rank
/// throws the error of the lowest such rank: an Error with the same code and message (a ParallelError,
/// IoError … arrives as Error), or a std::runtime_error if it was none of ours. Thus no rank waits for one
/// that gave up, and all end with one exit code. Inside `step` a collective call is allowed only where it
/// returns on every rank even if it fails on one.
void together(const Communicator& communicator, const std::function<void()>& step);

}  // namespace yieldscape
