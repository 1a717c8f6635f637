#pragma once

#include <atomic>
#include <cstdint>

namespace yieldscape {

/// MPI calls of this program that have returned; read by the watchdog's signal handler.
extern std::atomic<std::uint64_t> calls_returned;
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

/// There is one thread, so no locked instruction is needed.
inline void note_call_returned() noexcept {
  calls_returned.store(calls_returned.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
}

}  // namespace yieldscape
