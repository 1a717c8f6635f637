#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

namespace yieldscape {

/// How far one point is.
struct PointStatus {
  std::string name;
  std::uint64_t tasks = 0;
  std::uint64_t done = 0;
  std::uint64_t failed = 0;
  std::uint64_t running = 0;  ///< handed out, not finished
};

/// The last word of one rank.
struct RankStatus {
  int rank = 0;
  double heard = 0;           ///< seconds since 1970
  std::string task;           ///< for people; empty: has finished
  std::uint64_t running = 0;  ///< realizations it has at hand
};

/// How far a run is, for people and programs in other shells: a file of the run directory, renewed about once
/// a second.
struct RunStatus {
  std::string title;
  std::string state = "computing";  ///< computing, rendering, complete, failed realizations, stopped early
  std::string shard;                ///< "3/8"; empty: the whole run
  std::uint64_t tasks = 0;          ///< of the whole run (of the shard)
  std::uint64_t done = 0;
  std::uint64_t failed = 0;
  std::uint64_t running = 0;
  std::uint64_t session_done = 0;  ///< by the present or last session
  double session_seconds = 0;
  double eta_seconds = std::numeric_limits<double>::quiet_NaN();  ///< wall seconds left; NaN: not known
  std::uint64_t slips = 0;                                        ///< of the session
  double core_seconds = 0;                                        ///< of the session, in the physics
  int ranks = 1;
  double deadline = std::numeric_limits<double>::infinity();  ///< of computing, seconds since 1970
  std::string version;                                        ///< of the program
  std::string host;
  int pid = 0;
  double updated = 0;  ///< seconds since 1970
  std::vector<PointStatus> points;
  std::vector<RankStatus> last_words;
};

[[nodiscard]] bool going_on(const RunStatus& status);
/// Of the session, all ranks together, wall time.
[[nodiscard]] double slips_per_second(const RunStatus& status);
/// "yes", "no", or empty where there is no deadline or no estimate.
[[nodiscard]] std::string fits_in_wall_time(const RunStatus& status);

[[nodiscard]] std::string to_json(const RunStatus& status);

/// A convenience for other shells: a file that cannot be written is left out, the journals will complain.
void write_status(const std::filesystem::path& file, RunStatus status);

/// What another version leaves out keeps its default. Throws IoError if the file cannot be read, CorruptError
/// if it is no status at all.
[[nodiscard]] RunStatus read_status(const std::filesystem::path& file);

/// One line: how much is done, how long it takes.
[[nodiscard]] std::string describe(const RunStatus& status);

/// 90 -> "1 min 30 s", 0.4 -> "0.4 s", 100000 -> "1 d 3 h".
[[nodiscard]] std::string human_duration(double seconds);

}  // namespace yieldscape
