#include "yieldscape/app/progress_display.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "yieldscape/io/host.hpp"

namespace yieldscape {
namespace {

constexpr std::chrono::seconds status_interval{1};
constexpr double line_growth = 1.6;    // each interval between lines of a log is longer by this
constexpr double longest_pause = 600;  // seconds

}  // namespace

ProgressDisplay::ProgressDisplay(RunStatus before, std::filesystem::path status_file, bool quiet)
    : before_(std::move(before)),
      status_file_(std::move(status_file)),
      quiet_(quiet),
      terminal_(isatty(STDERR_FILENO) == 1) {}

RunStatus ProgressDisplay::status(const Progress& progress) const {
  RunStatus now = before_;
  now.done += progress.done;
  now.failed += progress.failed;
  now.session_done = progress.done;
  now.session_seconds = progress.elapsed;
  now.seconds_left = progress.seconds_left;
  now.slips = progress.slips;
  now.core_seconds = progress.core_seconds;
  now.ranks = progress.ranks;
  now.updated = unix_time();
  return now;
}

void ProgressDisplay::show(const Progress& progress) {
  const RunStatus now = status(progress);
  if (Clock::now() - last_status_ >= status_interval) {
    last_status_ = Clock::now();
    write_status(status_file_, now);
  }
  if (quiet_) return;
  if (terminal_) {
    fmt::print(stderr, "\r\033[K{}", describe(now));
    std::fflush(stderr);
  } else if (progress.elapsed >= next_line_) {
    fmt::print(stderr, "{:%H:%M:%S} {}\n", fmt::localtime(std::time(nullptr)), describe(now));
    next_line_ = progress.elapsed + std::min(progress.elapsed * (line_growth - 1), longest_pause);
  }
}

void ProgressDisplay::finish(const Progress& progress, const std::string& state) {
  RunStatus last = status(progress);
  last.state = state;
  last.seconds_left = 0;
  write_status(status_file_, last);
  if (!quiet_ && terminal_) fmt::print(stderr, "\r\033[K");
}

}  // namespace yieldscape
