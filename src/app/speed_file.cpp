#include "yieldscape/app/speed_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

#include "yieldscape/core/build_info.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/io/file.hpp"
#include "yieldscape/io/host.hpp"

namespace yieldscape {
namespace {

constexpr int format = 1;
constexpr std::uint64_t longest_speeds = 1 << 20;

std::string_view name(EngineKind engine) {
  switch (engine) {
    case EngineKind::interval:
      return "interval";
    case EngineKind::reference:
      return "reference";
    default:
      return "direct";
  }
}

EngineKind engine_of(const std::string& text) {
  if (text == "interval") return EngineKind::interval;
  return text == "reference" ? EngineKind::reference : EngineKind::direct;
}

std::string processor() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    const auto colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) return line.substr(colon + 2);
  }
  return "unknown processor";
}

// A price of nothing, or none for an engine, would be a division by zero later.
bool is_complete(const MachineSpeed& speed) {
  const auto sound = [](const EngineSpeed& row) {
    return row.sites >= 1 && row.per_record > 0 && row.start > 0 &&
           std::ranges::all_of(row.per_slip, [](double price) { return price > 0; });
  };
  const auto known = [&](EngineKind engine) {
    return std::ranges::find(speed.rows, engine, &EngineSpeed::engine) != speed.rows.end();
  };
  return std::ranges::all_of(speed.rows, sound) && known(EngineKind::direct) && known(EngineKind::interval) &&
         known(EngineKind::reference) && std::ranges::is_sorted(speed.rows, {}, [](const EngineSpeed& row) {
           return std::pair(row.engine, row.sites);
         });
}

}  // namespace

std::filesystem::path speed_file() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::filesystem::path(value == nullptr ? "" : value);
  };
  const auto cache = variable("XDG_CACHE_HOME");
  if (cache.is_absolute()) return cache / "yieldscape" / "speed.json";
  const auto home = variable("HOME");
  return home.is_absolute() ? home / ".cache" / "yieldscape" / "speed.json" : std::filesystem::path();
}

std::string this_machine() {
  return fmt::format("{}, {}", host_name(), processor());
}

std::optional<MachineSpeed> read_speed(const std::filesystem::path& file) {
  std::error_code ignored;
  if (file.empty() || !std::filesystem::exists(file, ignored)) return std::nullopt;
  try {
    const auto json = nlohmann::json::parse(read_text(file, longest_speeds));
    if (json.at("format") != format) return std::nullopt;
    MachineSpeed speed{.machine = json.at("machine"), .measured = json.at("measured"), .rows = {}};
    for (const auto& entry : json.at("prices")) {
      EngineSpeed row{.engine = engine_of(entry.at("engine")),
                      .sites = entry.at("sites"),
                      .per_slip = entry.at("seconds_per_slip"),
                      .per_record = entry.at("seconds_per_record"),
                      .start = entry.at("seconds_to_start")};
      speed.rows.push_back(row);
    }
    return is_complete(speed) ? std::optional(speed) : std::nullopt;
  } catch (const nlohmann::json::exception&) {
  } catch (const Error&) {
  }
  return std::nullopt;
}

void write_speed(const std::filesystem::path& file, const MachineSpeed& speed) {
  nlohmann::ordered_json json = {{"format", format},
                                 {"machine", speed.machine},
                                 {"measured", speed.measured},
                                 {"version", build_info().version},
                                 {"disorder_strengths", EngineSpeed::disorder_strengths},
                                 {"prices", nlohmann::ordered_json::array()}};
  for (const EngineSpeed& row : speed.rows) {
    json["prices"].push_back({{"engine", name(row.engine)},
                              {"sites", row.sites},
                              {"seconds_per_slip", row.per_slip},
                              {"seconds_per_record", row.per_record},
                              {"seconds_to_start", row.start}});
  }
  make_directories(directory_of(file));
  write_atomically(file, json.dump(2) + "\n");
}

}  // namespace yieldscape
