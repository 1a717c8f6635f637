#pragma once

#include <chrono>
#include <filesystem>
#include <string>

#include "yieldscape/app/status_file.hpp"
#include "yieldscape/ensemble/crew.hpp"

namespace yieldscape {

/// Tells people how far the run is: on a terminal one line that renews itself, in a log a line at growing
/// intervals, and for other shells the file status.json, renewed once a second.
class ProgressDisplay {
 public:
  /// `before`: where the run stood when this session began, with an entry for each point.
  ProgressDisplay(RunStatus before, std::filesystem::path status_file, bool quiet);

  void show(const Progress& progress, const CrewState& crew);
  /// Ends the terminal's line; the run now is in another state.
  void finish(const Progress& progress, const std::string& state);

 private:
  using Clock = std::chrono::steady_clock;
  [[nodiscard]] RunStatus status(const Progress& progress) const;
  void write(RunStatus now);

  RunStatus before_;
  std::filesystem::path status_file_;
  bool quiet_;
  bool terminal_;
  CrewState crew_;  ///< as last shown
  Clock::time_point next_status_ = Clock::now();
  double next_line_ = 1;  ///< seconds after the start
};

}  // namespace yieldscape
