#include "resolved_text.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

namespace yieldscape {
namespace {

constexpr std::size_t comment_width = 100;

/// What the dump says about one key: its value, or that it has none of its own.
struct Line {
  KeyId key{};
  std::string value;  ///< empty: written as a comment
  std::string note;   ///< what stands in the comment instead
};

/// "Meaning. Unit: sites. From 1 to 32768. Default: 16."
std::string explanation(const KeySpec& key) {
  std::string text = key.meaning;
  if (!key.unit.empty()) text += fmt::format(" Unit: {}.", key.unit);
  if (key.type == ValueType::boolean) text += " true or false.";
  if (!key.choices.empty()) text += fmt::format(" Choices: {}.", choices_text(key.choices));
  if (const std::string range = range_text(key); !range.empty()) text += fmt::format(" Range: {}.", range);
  if (!key.fallback.empty()) text += fmt::format(" Default: {}.", key.fallback);
  return text;
}

/// `text` as comment lines, broken at spaces.
std::string comment(std::string_view text, const std::string& indent) {
  std::string result;
  std::size_t column = 0;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    if (column == 0 || column + 1 + word.size() > comment_width) {
      result += fmt::format("{}{}# {}", column == 0 ? "" : "\n", indent, word);
      column = indent.size() + 2 + word.size();
    } else {
      result += fmt::format(" {}", word);
      column += 1 + word.size();
    }
  }
  return result + "\n";
}

/// The value all points share; "" if they differ or some have none.
std::string shared_value(KeyId key, std::span<const PlannedPoint> points) {
  const Setting* first = points.front().layer[key];
  if (first == nullptr) return {};
  const std::string value = written(*first);
  for (const PlannedPoint& point : points) {
    const Setting* setting = point.layer[key];
    if (setting == nullptr || (setting != first && written(*setting) != value)) return {};
  }
  return value;
}

std::vector<Line> make_lines(const Layer& ensemble, std::span<const PlannedPoint> points) {
  std::vector<Line> lines;
  for (std::size_t i = 0; i < schema().size(); ++i) {
    const KeyId key{i};
    const KeySpec& entry = spec(key);
    if (entry.scope == Scope::label) continue;
    Line line{key, {}, entry.example.empty() ? entry.fallback : entry.example};
    if (entry.scope == Scope::ensemble) {
      line.value = ensemble[key] != nullptr ? written(*ensemble[key]) : std::string();
    } else {
      line.value = shared_value(key, points);
      const bool given = std::any_of(points.begin(), points.end(),
                                     [&](const PlannedPoint& point) { return point.layer[key] != nullptr; });
      if (given && line.value.empty()) line.note = "given by the points below";
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

/// The lines of section `path`, sections within it included.
std::string section_text(std::string_view path, std::span<const Line> lines, std::size_t depth) {
  const std::string indent(2 * depth, ' ');
  const std::string prefix = path.empty() ? std::string() : std::string(path) + ".";
  std::string text;
  std::set<std::string> done;
  for (const Line& line : lines) {
    const KeySpec& key = spec(line.key);
    if (!key.path.starts_with(prefix)) continue;
    const std::string_view rest = std::string_view(key.path).substr(prefix.size());
    const std::string name(rest.substr(0, rest.find('.')));
    if (!done.insert(name).second) continue;
    if (name.size() == rest.size()) {
      text += comment(explanation(key), indent);
      text += line.value.empty()
                  ? fmt::format("{}# {}:{}{}\n", indent, name, line.note.empty() ? "" : " ", line.note)
                  : fmt::format("{}{}: {}\n", indent, name, line.value);
      continue;
    }
    const std::string inner = prefix + name;
    const bool active = std::any_of(lines.begin(), lines.end(), [&](const Line& other) {
      return spec(other.key).path.starts_with(inner + ".") && !other.value.empty();
    });
    text += fmt::format("{}{}{}{}:\n{}", depth == 0 ? "\n" : "", indent, active ? "" : "# ", name,
                        section_text(inner, lines, depth + 1));
  }
  return text;
}

std::string ranks_text(const RanksPerRealization& ranks) {
  std::string text = fmt::format("{{default: {}", ranks.fallback);
  for (const auto& [side, count] : ranks.from_side) text += fmt::format(", {}: {}", side, count);
  return text + "}";
}

std::string glasses_text(std::span<const PlannedPoint> points) {
  std::set<std::string> names;
  for (const PlannedPoint& point : points) {
    if (const Setting* glass = point.layer[key("glass")]) names.insert(written(*glass));
  }
  std::string text = comment(
      "Names for sets of keys, each a mapping or the path of a YAML file (relative to this file), chosen by "
      "'glass' "
      "as defaults beneath the keys given explicitly.",
      "");
  if (names.empty()) return text + "# glasses: {ESL: glasses/ESL.yaml}\n";
  text += comment("Here they are mere labels: all that they set is written out.", "");
  text += "glasses:\n";
  for (const std::string& name : names) text += fmt::format("  {}: {{}}\n", name);
  return text;
}

std::string points_text(std::span<const Line> lines, std::span<const PlannedPoint> points) {
  std::string text = comment("Parameter points: each overrides keys above.", "") + "points:\n";
  for (const PlannedPoint& point : points) {
    text += fmt::format("  - {{name: {}", quoted_if_needed(point.name));
    for (const Line& line : lines) {
      const Setting* setting = point.layer[line.key];
      const bool shared = spec(line.key).scope != Scope::point || !line.value.empty();
      if (shared || setting == nullptr || setting->value == default_value(line.key)) continue;
      text += fmt::format(", {}: {}", spec(line.key).path, written(*setting));
    }
    text += "}\n";
  }
  return text;
}

}  // namespace

std::string resolved_text(const Layer& ensemble, std::span<const PlannedPoint> points,
                          const RanksPerRealization& ranks) {
  const std::vector<Line> lines = make_lines(ensemble, points);
  std::string text = comment(
      "A complete configuration of yieldscape: every key, with its value or, as a comment, an "
      "example. Only material, thresholds and slip must be given; keys that begin with x- are "
      "free for notes.",
      "");
  text += section_text("", lines, 0);
  text += comment(
      "Ranks that compute one realization together, by lattice side, at and above: for lattices that outgrow "
      "one core in time or memory. Results do not depend on it.",
      "");
  text += fmt::format("ranks_per_realization: {}\n", ranks_text(ranks));
  text += glasses_text(points);
  text += points_text(lines, points);
  text += comment(
      "Points made from lists and ranges, crossed or zipped (cross, zip), over any key of a point. None is "
      "left here: the points above are all there are.",
      "");
  text += "# sweep:\n#   cross:\n#     - {lattice.N: [16, 32, 64]}\n";
  text += "#     - {slip.disorder_strength: {from: 0.25, to: 2, count: 4, spacing: log}}\n";
  return text;
}

}  // namespace yieldscape
