#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <thread>

#include "yieldscape/app/run_look.hpp"
#include "yieldscape/app/verbs.hpp"
#include "yieldscape/io/host.hpp"

namespace yieldscape {
namespace {

constexpr std::chrono::seconds watch_interval{1};
constexpr std::size_t most_points = 40;
constexpr std::size_t most_ranks = 16;

// Of many points those that are not ready, which come first in the list of an unfinished run.
std::string point_table(std::vector<PointStatus> points) {
  if (points.size() > most_points) {
    std::ranges::stable_partition(points, [](const PointStatus& point) { return point.done < point.tasks; });
  }
  std::size_t width = 5;
  for (const PointStatus& point : points) width = std::max(width, point.name.size());
  std::string text = fmt::format("\n{:<{}}  {:>8} {:>8} {:>8} {:>8}\n", "point", width, "tasks", "done",
                                 "running", "failed");
  for (const PointStatus& point : std::span(points).first(std::min(points.size(), most_points))) {
    text += fmt::format("{:<{}}  {:>8} {:>8} {:>8} {:>8}\n", point.name, width, point.tasks, point.done,
                        point.running, point.failed);
  }
  if (points.size() > most_points)
    text += fmt::format("... and {} points more\n", points.size() - most_points);
  return text;
}

std::string ago(double seconds) {
  return seconds < 2 ? "now" : human_duration(seconds) + " ago";
}

// The longest silent first: they are the ones to worry about.
std::string rank_table(std::vector<RankStatus> ranks, double now) {
  std::ranges::stable_sort(ranks, {}, &RankStatus::heard);
  std::string text = fmt::format("\n{:>6}  {:<14} {:<}\n", "rank", "last heard", "works on");
  for (const RankStatus& rank : std::span(ranks).first(std::min(ranks.size(), most_ranks))) {
    text += fmt::format("{:>6}  {:<14} {}\n", rank.rank, ago(now - rank.heard),
                        rank.task.empty() ? "-" : rank.task);
  }
  if (ranks.size() > most_ranks) {
    text += fmt::format("... and {} ranks more, heard later\n", ranks.size() - most_ranks);
  }
  return text;
}

std::string to_text(const RunLook& look) {
  const RunStatus& status = look.status;
  std::string text = fmt::format("{}: {}\n{}", status.title, status.state, describe(status));
  if (status.slips > 0) {
    text += fmt::format("\n{:.3g} slips per second on {} rank{}", slips_per_second(status), status.ranks,
                        status.ranks == 1 ? "" : "s");
  }
  text += '\n';
  if (status.state == "interrupted") {
    text += fmt::format("last sign of life {} from {}, process {}; run the same command again to go on\n",
                        utc(status.updated), status.host, status.pid);
  }
  if (!look.note.empty()) text += look.note + '\n';
  if (!status.points.empty()) text += point_table(status.points);
  const bool on = going_on(status);
  if ((on || status.state == "interrupted") && !status.last_words.empty()) {
    text += rank_table(status.last_words, on ? std::max(status.updated, unix_time()) : status.updated);
  }
  return text;
}

}  // namespace

ExitCode status_verb(const StatusOptions& options) {
  const RunDirectory directory =
      options.run.extension() == ".run" ? RunDirectory(options.run) : run_directory_of(options.run);
  const bool redraw = options.watch && !options.json && isatty(STDOUT_FILENO) == 1;
  std::string said;
  for (;;) {
    const RunLook look = look_at(directory);
    const bool last = !options.watch || !going_on(look.status);
    // Away from a terminal a watcher wants a line when something has changed, and the whole at the end.
    std::string text = options.json     ? to_json(look.status)
                       : last || redraw ? to_text(look)
                                        : fmt::format("{}: {}, {}\n", look.status.title, look.status.state,
                                                      describe(look.status));
    if (redraw) text.insert(0, "\033[H\033[2J");
    if (text != said) fmt::print("{}", text);
    std::fflush(stdout);
    if (last) return ExitCode::complete;
    said = std::move(text);
    std::this_thread::sleep_for(watch_interval);
  }
}

}  // namespace yieldscape
