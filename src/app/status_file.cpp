#include "yieldscape/app/status_file.hpp"

#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "yieldscape/core/build_info.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/io/file.hpp"
#include "yieldscape/io/host.hpp"

namespace yieldscape {
namespace {

constexpr std::uint64_t longest_status = 1 << 28;

// JSON has neither infinity nor NaN: such a number is null.
nlohmann::json number(double value) {
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json();
}

}  // namespace

std::string human_duration(double seconds) {
  if (!std::isfinite(seconds)) return "unknown";
  if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
  const auto whole = std::int64_t(std::llround(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  if (whole < 86400) return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
  return fmt::format("{} d {} h", whole / 86400, whole % 86400 / 3600);
}

bool going_on(const RunStatus& status) {
  return status.state == "computing" || status.state == "rendering";
}

double slips_per_second(const RunStatus& status) {
  return status.session_seconds > 0 ? double(status.slips) / status.session_seconds : 0;
}

std::string fits_in_wall_time(const RunStatus& status) {
  if (!going_on(status) || !std::isfinite(status.eta_seconds) || !std::isfinite(status.deadline)) return {};
  return status.updated + status.eta_seconds <= status.deadline ? "yes" : "no";
}

std::string describe(const RunStatus& status) {
  const double percent = status.tasks > 0 ? 100 * double(status.done) / double(status.tasks) : 100;
  std::string text = fmt::format("{}/{} realizations ({:.1f} %) in {}", status.done, status.tasks, percent,
                                 human_duration(status.session_seconds));
  if (status.failed > 0) text += fmt::format(", {} failed", status.failed);
  if (going_on(status) && std::isfinite(status.eta_seconds)) {
    text += fmt::format(", {} left", human_duration(status.eta_seconds));
    if (const auto fits = fits_in_wall_time(status); !fits.empty()) {
      text += fmt::format(", fits in the wall time: {}", fits);
    }
  }
  return text;
}

std::string to_json(const RunStatus& status) {
  const std::string fits = fits_in_wall_time(status);
  nlohmann::ordered_json json = {
      {"title", status.title},
      {"state", status.state},
      {"shard", status.shard},
      {"tasks", status.tasks},
      {"done", status.done},
      {"failed", status.failed},
      {"running", status.running},
      {"slips_per_second", slips_per_second(status)},
      {"eta_seconds", number(status.eta_seconds)},
      {"fits", fits.empty() ? nlohmann::json() : nlohmann::json(fits == "yes")},
      {"deadline", number(status.deadline)},
      {"session_done", status.session_done},
      {"session_seconds", status.session_seconds},
      {"slips", status.slips},
      {"core_seconds", status.core_seconds},
      {"ranks", status.ranks},
      {"version", status.version},
      {"host", status.host},
      {"pid", status.pid},
      {"updated", status.updated},
      {"points", nlohmann::json::array()},
      {"last_words", nlohmann::json::array()},
  };
  for (const PointStatus& point : status.points) {
    json["points"].push_back({{"name", point.name},
                              {"tasks", point.tasks},
                              {"done", point.done},
                              {"failed", point.failed},
                              {"running", point.running}});
  }
  for (const RankStatus& rank : status.last_words) {
    json["last_words"].push_back(
        {{"rank", rank.rank}, {"heard", rank.heard}, {"task", rank.task}, {"running", rank.running}});
  }
  // A name need not be UTF-8.
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

void write_status(const std::filesystem::path& file, RunStatus status) {
  status.version = build_info().version;
  status.host = host_name();
  status.pid = process_id();
  status.updated = unix_time();
  const std::filesystem::path temporary = file.string() + ".new";
  std::ofstream(temporary) << to_json(status);
  std::error_code ignored;
  std::filesystem::rename(temporary, file, ignored);
}

RunStatus read_status(const std::filesystem::path& file) {
  const std::string text = read_text(file, longest_status);
  try {
    const auto json = nlohmann::json::parse(text);
    if (!json.is_object() || !json.contains("state")) {
      throw CorruptError(fmt::format("'{}' is not the status of a run: it names no state", file.string()));
    }
    RunStatus status;
    const auto get = [](const nlohmann::json& from, const char* key, auto& value) {
      if (from.contains(key) && !from.at(key).is_null()) from.at(key).get_to(value);
    };
    get(json, "title", status.title);
    get(json, "state", status.state);
    get(json, "shard", status.shard);
    get(json, "realizations", status.tasks);  // an older name
    get(json, "tasks", status.tasks);
    get(json, "done", status.done);
    get(json, "failed", status.failed);
    get(json, "running", status.running);
    get(json, "session_done", status.session_done);
    get(json, "session_seconds", status.session_seconds);
    get(json, "eta_seconds", status.eta_seconds);
    get(json, "slips", status.slips);
    get(json, "core_seconds", status.core_seconds);
    get(json, "ranks", status.ranks);
    get(json, "deadline", status.deadline);
    get(json, "version", status.version);
    get(json, "host", status.host);
    get(json, "pid", status.pid);
    get(json, "updated", status.updated);
    for (const auto& entry : json.value("points", nlohmann::json::array())) {
      PointStatus& point = status.points.emplace_back();
      get(entry, "name", point.name);
      get(entry, "tasks", point.tasks);
      get(entry, "done", point.done);
      get(entry, "failed", point.failed);
      get(entry, "running", point.running);
    }
    for (const auto& entry : json.value("last_words", nlohmann::json::array())) {
      RankStatus& rank = status.last_words.emplace_back();
      get(entry, "rank", rank.rank);
      get(entry, "heard", rank.heard);
      get(entry, "task", rank.task);
      get(entry, "running", rank.running);
    }
    return status;
  } catch (const nlohmann::json::exception& error) {
    throw CorruptError(fmt::format("'{}' is not the status of a run: {}", file.string(), error.what()));
  }
}

}  // namespace yieldscape
