#pragma once

#include <ctime>

namespace yieldscape {

/// CPU time of this thread so far, seconds.
inline double cpu_seconds() noexcept {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) + 1e-9 * double(now.tv_nsec);
}

}  // namespace yieldscape
