#include "yieldscape/app/progress_display.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

namespace yieldscape {
namespace {

constexpr std::chrono::seconds status_interval{1};
constexpr double line_growth = 1.6;     // each interval between lines of a log is this much longer
constexpr double longest_pause = 600;   // seconds

double now() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string host() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

}  // namespace

std::string human_duration(double seconds) {
  if (!std::isfinite(seconds)) return "unknown";
  if (seconds < 10) return fmt::format("{:.1f} s", seconds);
  const auto whole = std::int64_t(std::llround(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  if (whole < 86400) return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
  return fmt::format("{} d {} h", whole / 86400, whole % 86400 / 3600);
}

ProgressDisplay::ProgressDisplay(RunFrame frame, std::filesystem::path status_file, bool quiet)
    : frame_(std::move(frame)),
      status_file_(std::move(status_file)),
      quiet_(quiet),
      terminal_(isatty(STDERR_FILENO) == 1) {}

std::string ProgressDisplay::line(const Progress& progress) const {
  const std::uint64_t done = frame_.done_before + progress.done;
  std::string text = fmt::format("{}/{} realizations ({:.1f} %), {} of compute", done, frame_.tasks,
                                 frame_.tasks > 0 ? 100.0 * double(done) / double(frame_.tasks) : 100.0,
                                 human_duration(progress.elapsed));
  if (std::isfinite(progress.seconds_left)) {
    text += fmt::format(", {} left", human_duration(progress.seconds_left));
    if (std::isfinite(frame_.deadline)) {
      const bool fits = now() + progress.seconds_left <= frame_.deadline;
      text += fmt::format(", fits in the wall time: {}", fits ? "yes" : "no");
    }
  }
  if (progress.failed > 0) text += fmt::format(", {} failed", progress.failed);
  return text;
}

void ProgressDisplay::show(const Progress& progress) {
  if (Clock::now() - last_status_ >= status_interval) {
    last_status_ = Clock::now();
    write_status(progress, "computing");
  }
  if (quiet_) return;
  if (terminal_) {
    fmt::print(stderr, "\r\033[K{}", line(progress));
    std::fflush(stderr);
  } else if (progress.elapsed >= next_line_) {
    fmt::print(stderr, "{:%H:%M:%S} {}\n", fmt::localtime(std::time(nullptr)), line(progress));
    next_line_ = progress.elapsed + std::min(progress.elapsed * (line_growth - 1), longest_pause);
  }
}

void ProgressDisplay::finish(const Progress& progress, const std::string& state) {
  write_status(progress, state);
  if (!quiet_ && terminal_) fmt::print(stderr, "\r\033[K");
}

void ProgressDisplay::write_status(const Progress& progress, const std::string& state) const {
  const auto number = [](double value) { return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json(); };
  const nlohmann::json status = {
      {"title", frame_.title},
      {"state", state},
      {"realizations", frame_.tasks},
      {"done", frame_.done_before + progress.done},
      {"failed", frame_.failed_before + progress.failed},
      {"session_done", progress.done},
      {"session_seconds", progress.elapsed},
      {"seconds_left", number(progress.seconds_left)},
      {"slips", progress.slips},
      {"core_seconds", progress.core_seconds},
      {"ranks", progress.ranks},
      {"deadline", number(frame_.deadline)},
      {"host", host()},
      {"pid", getpid()},
      {"updated", now()},
  };
  // A convenience for other shells: a disk that is full must stop the journals, not this.
  const std::filesystem::path temporary = status_file_.string() + ".new";
  std::ofstream(temporary) << status.dump(2) << '\n';
  std::error_code ignored;
  std::filesystem::rename(temporary, status_file_, ignored);
}

}  // namespace yieldscape
