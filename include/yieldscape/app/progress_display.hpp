#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "yieldscape/ensemble/crew.hpp"

namespace yieldscape {

/// What the whole run is about, beside what this session does.
struct RunFrame {
  std::string title;
  std::uint64_t tasks = 0;         ///< of the whole ensemble
  std::uint64_t done_before = 0;   ///< by earlier sessions
  std::uint64_t failed_before = 0;
  double deadline = 0;  ///< seconds since 1970; infinity: none
};

/// Tells people how far the run is: on a terminal one line that renews itself, in a log a line at growing
/// intervals, and for other shells the file status.json, renewed once a second.
class ProgressDisplay {
 public:
  ProgressDisplay(RunFrame frame, std::filesystem::path status_file, bool quiet);

  void show(const Progress& progress);
  /// The last word: `state` is complete, stopped, failed …; the terminal's line is ended.
  void finish(const Progress& progress, const std::string& state);

 private:
  using Clock = std::chrono::steady_clock;
  void write_status(const Progress& progress, const std::string& state) const;
  [[nodiscard]] std::string line(const Progress& progress) const;

  RunFrame frame_;
  std::filesystem::path status_file_;
  bool quiet_;
  bool terminal_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_status_ = start_ - std::chrono::hours(1);
  double next_line_ = 1;  ///< seconds after the start
};

/// 90 -> "1 min 30 s", 0.4 -> "0.4 s", 100000 -> "1 d 4 h".
[[nodiscard]] std::string human_duration(double seconds);

}  // namespace yieldscape
