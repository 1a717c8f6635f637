#include "yieldscape/io/run_directory.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <sstream>
#include <utility>

#include "yieldscape/core/error.hpp"
#include "yieldscape/io/file.hpp"

namespace yieldscape {

namespace {

// The identity file: human-readable, closed by a checksum.
//   yieldscape run directory, format 1
//   ensemble
//     key = value
//   point HASH NAME
//     key = value
//   checksum XXH3-64 of all bytes before this line
constexpr std::string_view title = "yieldscape run directory, format 1";
constexpr std::string_view checksum_word = "checksum ";
constexpr std::string_view point_word = "point ";
constexpr std::string_view indent = "  ";
constexpr std::uint64_t largest_identity = std::uint64_t(1) << 30;

using Keys = std::map<std::string, std::string>;

Keys keys_of(const std::string& canonical) {
  Keys keys;
  std::istringstream lines(canonical);
  for (std::string line; std::getline(lines, line);) {
    const auto separator = line.find(" = ");
    if (separator == std::string::npos) continue;
    keys[line.substr(0, separator)] = line.substr(separator + 3);
  }
  return keys;
}

/// One line for every key whose values differ.
std::vector<std::string> differences(const std::string& known, const std::string& wanted) {
  const Keys there = keys_of(known);
  const Keys here = keys_of(wanted);
  Keys all = there;
  all.insert(here.begin(), here.end());
  const auto value = [](const Keys& keys, const std::string& key) {
    const auto found = keys.find(key);
    return found == keys.end() ? std::string("(not set)") : found->second;
  };
  std::vector<std::string> lines;
  for (const auto& [key, ignored] : all) {
    const std::string old_value = value(there, key);
    const std::string new_value = value(here, key);
    if (old_value != new_value) {
      lines.push_back(
          fmt::format("  {}: {} in the run directory, {} in the configuration", key, old_value, new_value));
    }
  }
  return lines;
}

[[noreturn]] void refuse(const RunDirectory& directory, std::string_view what,
                         const std::vector<std::string>& lines, std::string_view remedy) {
  std::string message = fmt::format("'{}' {}\n", directory.path().string(), what);
  for (const auto& line : lines) message += line + '\n';
  throw IdentityError(message + std::string(remedy));
}

bool knows(const RunIdentity& identity, Hash128 point) {
  return std::ranges::find(identity.points, point, &RunIdentity::KnownPoint::hash) != identity.points.end();
}

[[noreturn]] void refuse_vanished(const RunDirectory& directory, const RunIdentity& known,
                                  const RunIdentity& wanted, const RunIdentity::KnownPoint& vanished,
                                  std::string_view remedy) {
  std::vector<std::string> fewest;
  std::string nearest;
  for (const auto& point : wanted.points) {
    if (knows(known, point.hash)) continue;
    auto lines = differences(vanished.canonical_text, point.canonical_text);
    if (nearest.empty() || lines.size() < fewest.size()) {
      fewest = std::move(lines);
      nearest = point.name;
    }
  }
  if (nearest.empty()) {
    refuse(
        directory,
        fmt::format("knows a point '{}' that is not in the configuration (points may be added, not removed)",
                    vanished.name),
        {}, remedy);
  }
  refuse(directory,
         fmt::format("knows a point '{}' that is not in the configuration; the most similar new one is "
                     "'{}', with",
                     vanished.name, nearest),
         fewest, remedy);
}

std::string one_line(std::string text) {
  std::ranges::replace_if(
      text, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
  return text;
}

std::string indented(const std::string& canonical) {
  std::string text;
  std::istringstream lines(canonical);
  for (std::string line; std::getline(lines, line);) text += fmt::format("{}{}\n", indent, line);
  return text;
}

std::string to_text(const RunIdentity& identity) {
  std::string text = fmt::format("{}\nensemble\n{}", title, indented(identity.ensemble));
  for (const auto& point : identity.points) {
    text += fmt::format("{}{} {}\n{}", point_word, point.hash.hex(), one_line(point.name),
                        indented(point.canonical_text));
  }
  const auto checksum = hash64(std::as_bytes(std::span(text)));
  return text + fmt::format("{}{:016x}\n", checksum_word, checksum);
}

std::optional<std::uint64_t> hexadecimal(std::string_view digits) {
  std::uint64_t value = 0;
  const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
  if (error != std::errc() || rest != digits.data() + digits.size()) return std::nullopt;
  return value;
}

[[noreturn]] void corrupt(const std::filesystem::path& path, std::string_view why) {
  throw CorruptError(
      fmt::format("'{}' is not a sound identity file: {}\n"
                  "Without it nothing says what the journals beside it belong to. If you are sure of "
                  "the configuration,\nremove this file and give the same command again.",
                  path.string(), why));
}

/// The text before the checksum line, which must be right.
std::string_view checked(const std::filesystem::path& path, std::string_view text) {
  if (!text.starts_with(title)) corrupt(path, fmt::format("it does not begin with '{}'", title));
  const auto place = text.rfind(fmt::format("\n{}", checksum_word));
  if (place == std::string_view::npos || !text.ends_with('\n')) corrupt(path, "its end is missing");
  const auto body = text.substr(0, place + 1);
  auto digits = text.substr(place + 1 + checksum_word.size());
  digits.remove_suffix(1);
  if (digits.size() != 16 || hexadecimal(digits) != hash64(std::as_bytes(std::span(body)))) {
    corrupt(path, "its checksum is wrong");
  }
  return body;
}

RunIdentity parse(const std::filesystem::path& path, std::string_view body) {
  RunIdentity identity;
  std::string* section = nullptr;
  std::istringstream lines{std::string(body)};
  std::string line;
  std::getline(lines, line);  // the title
  while (std::getline(lines, line)) {
    if (line == "ensemble") {
      section = &identity.ensemble;
    } else if (line.starts_with(point_word) && line.size() >= point_word.size() + Hash128::hex_digits) {
      const std::string_view rest = std::string_view(line).substr(point_word.size());
      const auto high = hexadecimal(rest.substr(0, 16));
      const auto low = hexadecimal(rest.substr(16, 16));
      if (!high || !low) corrupt(path, fmt::format("bad point hash in '{}'", line));
      const auto name = rest.substr(std::min(rest.size(), Hash128::hex_digits + 1));
      identity.points.push_back({{*high, *low}, std::string(name), {}});
      section = &identity.points.back().canonical_text;
    } else if (line.starts_with(indent) && section != nullptr) {
      *section += line.substr(indent.size()) + '\n';
    } else {
      corrupt(path, fmt::format("unexpected line '{}'", line));
    }
  }
  return identity;
}

/// Anything but what we make ourselves says that the directory is somebody else's.
void refuse_foreign(const RunDirectory& directory) {
  std::error_code error;
  if (!std::filesystem::exists(directory.path(), error)) return;
  if (!std::filesystem::is_directory(directory.path(), error)) {
    throw_io_error("use as run directory", directory.path(), ENOTDIR);
  }
  if (std::filesystem::exists(directory.identity(), error)) return;
  static constexpr std::array ours{"checkpoint", "journal", "sessions"};
  for (std::filesystem::directory_iterator entry(directory.path(), error), end; !error && entry != end;
       entry.increment(error)) {
    const auto name = entry->path().filename().string();
    const bool known = std::ranges::find(ours, name) != ours.end() || name.starts_with("lock") ||
                       name.starts_with("status") || name.starts_with(".");
    if (!known) {
      throw IoError(
          fmt::format("'{}' is no run directory of yieldscape: it holds '{}'\n"
                      "Move it, or choose another name (-o).",
                      directory.path().string(), name));
    }
  }
  if (error) throw_io_error("list directory", directory.path(), error.value());
}

}  // namespace

std::filesystem::path RunDirectory::journal(std::string_view session, int rank) const {
  return journals() / fmt::format("{}-r{:05}.journal", session, rank);
}

std::filesystem::path RunDirectory::status(std::uint32_t shard, std::uint32_t shards) const {
  return shards == 1 ? path_ / "status.json" : path_ / fmt::format("status-{}-of-{}.json", shard, shards);
}

RunDirectory run_directory_of(const std::filesystem::path& output) {
  return RunDirectory(std::filesystem::path(output).replace_extension(".run"));
}

RunIdentity identity_of(const EnsembleSpec& spec) {
  RunIdentity identity{canonical_text(spec), {}};
  for (const auto& point : spec.points) {
    identity.points.push_back({point.hash(), one_line(point.labels().name), point.canonical_text()});
  }
  return identity;
}

std::optional<RunIdentity> read_identity(const RunDirectory& directory) {
  std::error_code error;
  if (!std::filesystem::exists(directory.identity(), error)) return std::nullopt;
  const std::string text = read_text(directory.identity(), largest_identity);
  return parse(directory.identity(), checked(directory.identity(), text));
}

RunIdentity extended(const RunIdentity& known, const RunIdentity& wanted, const RunDirectory& directory,
                     std::string_view remedy) {
  if (known.ensemble != wanted.ensemble) {
    refuse(directory, "was made by another ensemble:", differences(known.ensemble, wanted.ensemble), remedy);
  }
  for (const auto& point : known.points) {
    if (!knows(wanted, point.hash)) refuse_vanished(directory, known, wanted, point, remedy);
  }
  RunIdentity both = known;
  for (const auto& point : wanted.points) {
    if (!knows(known, point.hash)) both.points.push_back(point);
  }
  return both;
}

void check_run(const RunDirectory& directory, const EnsembleSpec& spec) {
  refuse_foreign(directory);
  if (const auto known = read_identity(directory)) {
    static_cast<void>(extended(*known, identity_of(spec), directory));
  }
}

void prepare_run(const RunDirectory& directory, const EnsembleSpec& spec) {
  check_run(directory, spec);
  make_directories(directory.journals());
  make_directories(directory.sessions());
  const auto known = read_identity(directory);
  const auto wanted = known ? extended(*known, identity_of(spec), directory) : identity_of(spec);
  if (known != wanted) write_identity(directory, wanted);
  sync_directory(directory_of(directory.path()));
}

void write_identity(const RunDirectory& directory, const RunIdentity& identity) {
  write_atomically(directory.identity(), to_text(identity));
}

}  // namespace yieldscape
