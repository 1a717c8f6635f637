#include "yieldscape/app/run_look.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>

#include "yieldscape/core/error.hpp"
#include "yieldscape/io/host.hpp"
#include "yieldscape/io/journal_index.hpp"

namespace yieldscape {
namespace {

constexpr double silent_seconds = 30;  // a session renews its file every second, or a little less often

// A session that was killed leaves its last word behind.
bool alive(const RunStatus& status) {
  if (status.host == host_name()) return process_start(status.pid) != 0;
  return unix_time() - status.updated < silent_seconds;
}

void settle(RunStatus& status) {
  if (going_on(status) && !alive(status)) status.state = "interrupted";
  if (going_on(status)) return;
  status.running = 0;
  for (PointStatus& point : status.points) point.running = 0;
  status.eta_seconds = status.state.starts_with("complete") ? 0 : std::numeric_limits<double>::quiet_NaN();
}

std::vector<RunStatus> statuses_of(const RunDirectory& directory) {
  std::vector<RunStatus> found;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(directory.path(), error), end; !error && entry != end;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    if (!name.starts_with("status") || entry->path().extension() != ".json") continue;
    try {
      found.push_back(read_status(entry->path()));
    } catch (const CorruptError&) {
      // Another version's, or torn by a crash of the machine: the journals know better.
    }
  }
  std::ranges::sort(found, std::greater{}, &RunStatus::updated);
  return found;
}

// "3/8" -> "/8"
std::string division(const RunStatus& status) {
  return status.shard.substr(std::min(status.shard.find('/'), status.shard.size()));
}

// What matters most of several shards.
std::string common_state(std::span<const RunStatus> shards) {
  for (const char* state : {"computing", "rendering", "interrupted", "stopped early"}) {
    if (std::ranges::find(shards, state, &RunStatus::state) != shards.end()) return state;
  }
  return shards.front().state;
}

RunStatus together(std::span<const RunStatus> shards) {
  RunStatus sum = shards.front();
  sum.shard = fmt::format("all{}", division(sum));
  sum.state = common_state(shards);
  for (const RunStatus& shard : shards.subspan(1)) {
    sum.tasks += shard.tasks;
    sum.done += shard.done;
    sum.failed += shard.failed;
    sum.running += shard.running;
    sum.session_done += shard.session_done;
    sum.session_seconds = std::max(sum.session_seconds, shard.session_seconds);
    sum.slips += shard.slips;
    sum.core_seconds += shard.core_seconds;
    sum.deadline = std::min(sum.deadline, shard.deadline);
    if (going_on(shard)) sum.ranks += shard.ranks;
    // The last shard ends the run; one that does not know leaves it unknown.
    sum.eta_seconds = sum.eta_seconds > shard.eta_seconds ? sum.eta_seconds : shard.eta_seconds;
    for (std::size_t p = 0; p < std::min(sum.points.size(), shard.points.size()); ++p) {
      sum.points[p].tasks += shard.points[p].tasks;
      sum.points[p].done += shard.points[p].done;
      sum.points[p].failed += shard.points[p].failed;
      sum.points[p].running += shard.points[p].running;
    }
  }
  sum.last_words.clear();
  return sum;
}

// The newest status, with those of its division if it is a shard's.
std::optional<RunLook> by_status_files(const RunDirectory& directory) {
  std::vector<RunStatus> found = statuses_of(directory);
  if (found.empty()) return std::nullopt;
  for (RunStatus& status : found) settle(status);
  if (found.front().shard.empty()) return RunLook{.status = found.front(), .note = {}};
  const std::string wanted = division(found.front());
  std::erase_if(found,
                [&](const RunStatus& status) { return status.shard.empty() || division(status) != wanted; });
  return RunLook{.status = together(found),
                 .note = fmt::format("{} shards of {} have reported", found.size(), wanted.substr(1))};
}

RunLook by_journals(const RunDirectory& directory) {
  RunLook look;
  look.status.state = "not known";
  look.status.title = directory.path().string();
  std::string first_line;
  std::ifstream identity_file(directory.identity());
  std::getline(identity_file, first_line);
  try {
    const auto identity = read_identity(directory);
    if (!identity) {
      throw IoError(fmt::format("there is no run in '{}': neither a status file nor an identity file",
                                directory.path().string()));
    }
    const JournalIndex index = index_journals(directory.journals(), identity->run());
    std::map<Hash128, PointStatus> points;
    for (const auto& point : identity->points) points[point.hash].name = point.name;
    for (const DoneTask& done : index.done()) ++points[done.task.point].done;
    for (const FailedTask& failed : index.failed()) {
      if (index.find_done(failed.task) == nullptr) ++points[failed.task.point].failed;
    }
    for (const auto& point : identity->points) {
      PointStatus& status = look.status.points.emplace_back(points[point.hash]);
      status.tasks = status.done + status.failed;
      look.status.done += status.done;
      look.status.failed += status.failed;
    }
    look.status.tasks = look.status.done + look.status.failed;
    look.note =
        "no session has left its status; this is what the journals hold, how much is wanted only the "
        "configuration says";
  } catch (const CorruptError&) {
    look.note =
        fmt::format("another version of yieldscape made this run ('{}'): only that one can read its journals",
                    first_line);
  }
  return look;
}

}  // namespace

RunLook look_at(const RunDirectory& directory) {
  std::error_code ignored;
  if (!std::filesystem::is_directory(directory.path(), ignored)) {
    throw IoError(fmt::format("there is no run '{}'", directory.path().string()));
  }
  auto look = by_status_files(directory);
  return look ? std::move(*look) : by_journals(directory);
}

}  // namespace yieldscape
