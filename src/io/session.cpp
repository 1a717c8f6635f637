#include "yieldscape/io/session.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "yieldscape/core/error.hpp"
#include "yieldscape/io/file.hpp"

namespace yieldscape {

namespace {

using nlohmann::json;

constexpr std::uint64_t largest_session = 1 << 20;

json to_json(const SessionRecord& session) {
  return {{"name", session.name},
          {"started", session.started},
          {"ended", std::isnan(session.ended) ? json(nullptr) : json(session.ended)},
          {"ranks", session.ranks},
          {"hosts", session.hosts},
          {"version", session.version},
          {"commit", session.commit},
          {"compiler", session.compiler},
          {"flags", session.flags},
          {"libraries", session.libraries},
          {"realizations", session.realizations},
          {"slips", session.slips},
          {"core_seconds", session.core_seconds}};
}

SessionRecord from_json(const json& file) {
  SessionRecord session;
  file.at("name").get_to(session.name);
  file.at("started").get_to(session.started);
  if (!file.at("ended").is_null()) file.at("ended").get_to(session.ended);
  file.at("ranks").get_to(session.ranks);
  file.at("hosts").get_to(session.hosts);
  file.at("version").get_to(session.version);
  file.at("commit").get_to(session.commit);
  file.at("compiler").get_to(session.compiler);
  file.at("flags").get_to(session.flags);
  file.at("libraries").get_to(session.libraries);
  file.at("realizations").get_to(session.realizations);
  file.at("slips").get_to(session.slips);
  file.at("core_seconds").get_to(session.core_seconds);
  return session;
}

std::optional<SessionRecord> try_read_session(const std::filesystem::path& path) {
  try {
    return from_json(json::parse(read_text(path, largest_session)));
  } catch (const json::exception&) {
    return std::nullopt;
  } catch (const IoError&) {
    return std::nullopt;
  }
}

}  // namespace

void write_session(const RunDirectory& directory, const SessionRecord& session) {
  constexpr int indent = 2;
  const auto text = to_json(session).dump(indent, ' ', false, json::error_handler_t::replace);
  write_atomically(directory.sessions() / (session.name + ".json"), text + '\n');
}

std::vector<SessionRecord> read_sessions(const RunDirectory& directory) {
  std::vector<SessionRecord> sessions;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(directory.sessions(), error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().extension() != ".json") continue;
    if (auto session = try_read_session(entry->path())) sessions.push_back(std::move(*session));
  }
  std::ranges::sort(sessions, {}, [](const SessionRecord& s) { return std::tie(s.started, s.name); });
  return sessions;
}

}  // namespace yieldscape
