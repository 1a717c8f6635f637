#pragma once

#include <cstdint>
#include <string>

// Who we are among the machines and processes that may share a file system.

namespace yieldscape {

[[nodiscard]] std::string host_name();

[[nodiscard]] int process_id();

/// When a process of this host started, in clock ticks since boot: with its number it names a process for
/// good, since numbers are used again. 0 if there is no such process (or it is a zombie).
[[nodiscard]] std::uint64_t process_start(int pid);

/// "host-pid": unique among running processes, fit for a file name.
[[nodiscard]] std::string process_tag();

/// Seconds since 1970-01-01 UTC.
[[nodiscard]] double unix_time();

/// "2024-03-01T12:30:00Z".
[[nodiscard]] std::string utc(double unix_seconds);

/// A name for one session (one start of the program): time, host, process. Sorts by time, fits a file name.
[[nodiscard]] std::string new_session_name();

}  // namespace yieldscape
