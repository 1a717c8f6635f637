#include "yieldscape/app/status_file.hpp"

#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "yieldscape/core/error.hpp"
#include "yieldscape/io/file.hpp"
#include "yieldscape/io/host.hpp"

namespace yieldscape {
namespace {

constexpr std::uint64_t longest_file = 1 << 16;

// JSON has neither infinity nor NaN: such a number is null.
nlohmann::json number(double value) {
  return std::isfinite(value) ? nlohmann::json(value) : nlohmann::json();
}

double number_or(const nlohmann::json& value, double otherwise) {
  return value.is_number() ? value.get<double>() : otherwise;
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

std::string describe(const RunStatus& status) {
  const double percent =
      status.realizations > 0 ? 100 * double(status.done) / double(status.realizations) : 100;
  std::string text = fmt::format("{}/{} realizations ({:.1f} %) in {}", status.done, status.realizations,
                                 percent, human_duration(status.session_seconds));
  if (status.failed > 0) text += fmt::format(", {} failed", status.failed);
  if (std::isfinite(status.seconds_left)) {
    text += fmt::format(", {} left", human_duration(status.seconds_left));
    if (std::isfinite(status.deadline)) {
      const bool fits = status.updated + status.seconds_left <= status.deadline;
      text += fmt::format(", fits in the wall time: {}", fits ? "yes" : "no");
    }
  }
  return text;
}

std::string to_json(const RunStatus& status) {
  const nlohmann::ordered_json json = {
      {"title", status.title},
      {"state", status.state},
      {"realizations", status.realizations},
      {"done", status.done},
      {"failed", status.failed},
      {"session_done", status.session_done},
      {"session_seconds", status.session_seconds},
      {"seconds_left", number(status.seconds_left)},
      {"slips", status.slips},
      {"core_seconds", status.core_seconds},
      {"ranks", status.ranks},
      {"deadline", number(status.deadline)},
      {"host", status.host},
      {"pid", status.pid},
      {"updated", status.updated},
  };
  return json.dump(2) + "\n";
}

void write_status(const std::filesystem::path& file, RunStatus status) {
  status.host = host_name();
  status.pid = process_id();
  status.updated = unix_time();
  const std::filesystem::path temporary = file.string() + ".new";
  std::ofstream(temporary) << to_json(status);
  std::error_code ignored;
  std::filesystem::rename(temporary, file, ignored);
}

RunStatus read_status(const std::filesystem::path& file) {
  const std::string text = read_text(file, longest_file);
  try {
    const auto json = nlohmann::json::parse(text);
    RunStatus status;
    json.at("title").get_to(status.title);
    json.at("state").get_to(status.state);
    json.at("realizations").get_to(status.realizations);
    json.at("done").get_to(status.done);
    json.at("failed").get_to(status.failed);
    json.at("session_done").get_to(status.session_done);
    json.at("session_seconds").get_to(status.session_seconds);
    status.seconds_left = number_or(json.at("seconds_left"), status.seconds_left);
    json.at("slips").get_to(status.slips);
    json.at("core_seconds").get_to(status.core_seconds);
    json.at("ranks").get_to(status.ranks);
    status.deadline = number_or(json.at("deadline"), status.deadline);
    json.at("host").get_to(status.host);
    json.at("pid").get_to(status.pid);
    json.at("updated").get_to(status.updated);
    return status;
  } catch (const nlohmann::json::exception& error) {
    throw CorruptError(fmt::format("'{}' is not the status of a run: {}", file.string(), error.what()));
  }
}

}  // namespace yieldscape
