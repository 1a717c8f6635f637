#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>

namespace yieldscape {

/// How far a run is, for people and programs in other shells: the file status.json of the run directory.
struct RunStatus {
  std::string title;
  std::string state = "computing";  ///< computing, rendering, complete, failed realizations, stopped early
  std::uint64_t realizations = 0;   ///< of the whole run
  std::uint64_t done = 0;
  std::uint64_t failed = 0;
  std::uint64_t session_done = 0;  ///< by the present or last session
  double session_seconds = 0;
  double seconds_left = std::numeric_limits<double>::quiet_NaN();
  std::uint64_t slips = 0;
  double core_seconds = 0;
  int ranks = 1;
  double deadline = std::numeric_limits<double>::infinity();  ///< of computing, seconds since 1970
  std::string host;
  int pid = 0;
  double updated = 0;  ///< seconds since 1970
};

[[nodiscard]] std::string to_json(const RunStatus& status);

/// A convenience for other shells: a file that cannot be written is left out, the journals will complain.
void write_status(const std::filesystem::path& file, RunStatus status);

/// Throws IoError if there is no such file, CorruptError if it cannot be understood.
[[nodiscard]] RunStatus read_status(const std::filesystem::path& file);

/// One line: how much is done, how long it takes.
[[nodiscard]] std::string describe(const RunStatus& status);

/// 90 -> "1 min 30 s", 0.4 -> "0.4 s", 100000 -> "1 d 3 h".
[[nodiscard]] std::string human_duration(double seconds);

}  // namespace yieldscape
