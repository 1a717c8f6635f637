#pragma once

#include <ctime>
#include <limits>

namespace yieldscape {

/// CPU time of this thread so far, seconds. Within a millisecond of the last look at the processor's count,
/// which is a system call, the clock on the wall goes on for it: off by less than a millisecond if the thread
/// had to wait meanwhile, so that a difference of two can be as much below zero.
inline double cpu_seconds() noexcept {
  const auto seconds = [](clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return double(now.tv_sec) + 1e-9 * double(now.tv_nsec);
  };
  constexpr double good_for = 1e-3;
  thread_local double looked = -std::numeric_limits<double>::infinity();
  thread_local double found = 0;
  const double wall = seconds(CLOCK_MONOTONIC);
  if (wall - looked < good_for) return found + (wall - looked);
  looked = wall;
  found = seconds(CLOCK_THREAD_CPUTIME_ID);
  return found;
}

}  // namespace yieldscape
