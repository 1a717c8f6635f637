#include "yieldscape/app/progress_display.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <utility>

#include "yieldscape/io/host.hpp"

namespace yieldscape {
namespace {

constexpr std::chrono::seconds status_interval{1};
constexpr int status_share = 100;    // of the time, at most one part in so many goes into writing the status
constexpr double line_growth = 1.6;  // each interval between lines of a log is longer by this
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
  now.eta_seconds = progress.seconds_left;
  now.slips = progress.slips;
  now.core_seconds = progress.core_seconds;
  now.ranks = progress.ranks;
  now.updated = unix_time();
  for (std::size_t p = 0; p < std::min(now.points.size(), crew_.points.size()); ++p) {
    now.points[p].done += crew_.points[p].done;
    now.points[p].failed += crew_.points[p].failed;
    now.points[p].running = crew_.points[p].running;
    now.running += crew_.points[p].running;
  }
  return now;
}

// The table of the ranks is only wanted in the file.
void ProgressDisplay::write(RunStatus now) {
  const auto begin = Clock::now();
  for (std::size_t rank = 0; rank < crew_.ranks.size(); ++rank) {
    const LastWord& word = crew_.ranks[rank];
    const bool busy = word.running > 0 && word.task.point < now.points.size();
    now.last_words.push_back(
        {.rank = int(rank),
         .heard = now.updated - word.seconds_ago,
         .task =
             busy ? fmt::format("{}, realization {}", now.points[word.task.point].name, word.task.realization)
                  : std::string(),
         .running = word.running});
  }
  write_status(status_file_, std::move(now));
  const auto end = Clock::now();
  next_status_ = std::max(begin + status_interval, end + status_share * (end - begin));
}

void ProgressDisplay::show(const Progress& progress, const CrewState& crew) {
  crew_ = crew;
  const RunStatus now = status(progress);
  if (Clock::now() >= next_status_) write(now);
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
  last.eta_seconds = std::numeric_limits<double>::quiet_NaN();
  write(std::move(last));
  if (!quiet_ && terminal_) fmt::print(stderr, "\r\033[K");
}

}  // namespace yieldscape
