#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>

#include "yieldscape/app/plan.hpp"
#include "yieldscape/app/status_file.hpp"

namespace yieldscape {
namespace {

std::string human_bytes(double bytes) {
  for (const char* unit : {"B", "kB", "MB", "GB"}) {
    if (bytes < 999.5) return fmt::format("{:.3g} {}", bytes, unit);
    bytes /= 1000;
  }
  return fmt::format("{:.3g} TB", bytes);
}

// Most realizations take milliseconds.
std::string short_duration(double seconds) {
  if (seconds < 0.9995e-3) return fmt::format("{:.3g} us", 1e6 * seconds);
  return seconds < 0.9995 ? fmt::format("{:.3g} ms", 1e3 * seconds) : human_duration(seconds);
}

constexpr std::size_t most_rows = 60;

std::string run_path(const std::filesystem::path& result) {
  return run_directory_of(result).path().string() + "/";
}

std::string shape(const Lattice& lattice) {
  return fmt::format("{}x{}", lattice.lx(), lattice.ly());
}

std::string point_table(const Plan& plan) {
  std::size_t width = 5;
  for (const PointCost& point : plan.points) width = std::max(width, point.name.size());
  std::string text =
      fmt::format("{:<{}}  {:>9} {:>7} {:>7} {:>7} {:>7} {:>11} {:>14} {:>14}\n", "point", width, "lattice",
                  "s", "r", "tasks", "done", "slips each", "core time each", "together");
  for (const PointCost& point : std::span(plan.points).first(std::min(plan.points.size(), most_rows))) {
    text += fmt::format("{:<{}}  {:>9} {:>7.3g} {:>7.3g} {:>7} {:>7} {:>11.3g} {:>14} {:>14}\n", point.name,
                        width, shape(point.lattice), point.disorder_strength, point.age, point.tasks,
                        point.done, point.slips_each, short_duration(point.seconds_each),
                        short_duration(double(point.tasks) * point.seconds_each));
  }
  if (plan.points.size() > most_rows) {
    text += fmt::format("... and {} points more (--json lists all)\n", plan.points.size() - most_rows);
  }
  return text;
}

}  // namespace

std::string to_text(const Plan& plan, const std::filesystem::path& result) {
  std::string text = fmt::format("{}\n\n{}\n", plan.title, point_table(plan));
  text += fmt::format("points        {}\n", plan.points.size());
  text += fmt::format("tasks         {}", plan.tasks);
  if (plan.done > 0) text += fmt::format(", of which {} are done in {}", plan.done, run_path(result));
  text += fmt::format("\ncost          {:.3g} core-hours ({} on one core), {:.3g} slips\n",
                      plan.core_seconds / 3600, human_duration(plan.core_seconds), plan.slips);
  if (plan.done > 0) {
    text += fmt::format("still to do   {:.3g} core-hours ({})\n", plan.core_seconds_left / 3600,
                        human_duration(plan.core_seconds_left));
  }
  text += fmt::format("prices        {}\n", plan.prices);
  text += fmt::format("memory        {} a rank\n", human_bytes(plan.memory_per_rank_bytes));
  text += fmt::format("files         {} for {}, about as much for the journals in {}\n",
                      human_bytes(plan.file_bytes), result.string(), run_path(result));
  text += fmt::format("\n{:>8}  {}\n", "ranks", "wall time");
  for (const PlannedWall& wall : plan.walls) {
    text += fmt::format("{:>8}  {}\n", wall.ranks, human_duration(wall.seconds));
  }
  return text;
}

std::string to_json(const Plan& plan, const std::filesystem::path& result) {
  nlohmann::ordered_json json = {
      {"title", plan.title},
      {"prices", plan.prices},
      {"result", result.string()},
      {"run_directory", run_directory_of(result).path().string()},
      {"points", plan.points.size()},
      {"tasks", plan.tasks},
      {"tasks_done", plan.done},
      {"slips", plan.slips},
      {"core_seconds", plan.core_seconds},
      {"core_seconds_left", plan.core_seconds_left},
      {"memory_per_rank_bytes", std::uint64_t(plan.memory_per_rank_bytes)},
      {"file_bytes", std::uint64_t(plan.file_bytes)},
      {"journal_bytes", std::uint64_t(plan.file_bytes)},
      {"wall_seconds", nlohmann::ordered_json::array()},
      {"per_point", nlohmann::ordered_json::array()},
  };
  for (const PlannedWall& wall : plan.walls) {
    json["wall_seconds"].push_back({{"ranks", wall.ranks}, {"seconds", wall.seconds}});
  }
  for (const PointCost& point : plan.points) {
    json["per_point"].push_back({{"name", point.name},
                                 {"lattice", {point.lattice.lx(), point.lattice.ly()}},
                                 {"disorder_strength", point.disorder_strength},
                                 {"age", point.age},
                                 {"tasks", point.tasks},
                                 {"tasks_done", point.done},
                                 {"slips_per_task", point.slips_each},
                                 {"seconds_per_task", point.seconds_each},
                                 {"ranks_per_task", point.ranks_each},
                                 {"observed_tasks", point.observed}});
  }
  return json.dump(2) + "\n";
}

}  // namespace yieldscape
