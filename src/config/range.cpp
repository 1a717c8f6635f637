// Lists and ranges of swept values.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "yieldscape/config/suggestion.hpp"
#include "yieldscape/config/sweep.hpp"

namespace yieldscape {
namespace {

struct RangeKeys {
  KeySpec from{.path = "from"};
  KeySpec to{.path = "to"};
  KeySpec step{.path = "step", .range = {.lower = 0, .above_lower = true}};
  KeySpec count{
      .path = "count", .type = ValueType::whole, .range = {.lower = 2, .upper = double(max_points)}};
  KeySpec spacing{.path = "spacing", .type = ValueType::choice, .choices = {"linear", "log"}};
};

/// A number of at most 12 digits.
double rounded(double value) {
  return std::strtod(fmt::format("{:.11e}", value).c_str(), nullptr);
}

template <class T>
std::optional<T> read(const KeySpec& key, const Node& mapping, Reading& reading) {
  for (const auto& entry : mapping.entries) {
    if (entry.key != key.path) continue;
    const Value value = read_value(key, *entry.value, reading.diagnostics);
    return std::holds_alternative<T>(value) ? std::optional(std::get<T>(value)) : std::nullopt;
  }
  return std::nullopt;
}

bool has(const Node& mapping, std::string_view name) {
  return std::any_of(mapping.entries.begin(), mapping.entries.end(),
                     [&](const auto& entry) { return entry.key == name; });
}

void check_keys(const Node& range, Reading& reading) {
  const std::vector<std::string> known{"from", "to", "count", "step", "spacing"};
  check_duplicates(range, reading);
  for (const auto& entry : range.entries) {
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
    const std::string suggestion = nearest(entry.key, known);
    reading.diagnostics.error(
        entry.key_place,
        fmt::format("unknown key '{}' in a range{}", printable(entry.key),
                    suggestion.empty() ? std::string() : fmt::format(" (did you mean '{}'?)", suggestion)));
  }
}

/// The numbers of a range; empty after a diagnostic.
std::vector<double> range_values(const Node& range, Reading& reading) {
  const RangeKeys keys;
  check_keys(range, reading);
  const bool by_count = has(range, "count");
  const bool by_step = has(range, "step");
  const auto from = read<double>(keys.from, range, reading);
  const auto to = read<double>(keys.to, range, reading);
  const auto count = read<std::uint64_t>(keys.count, range, reading);
  const auto step = read<double>(keys.step, range, reading);
  const auto spacing = read<std::string>(keys.spacing, range, reading);
  const auto refuse = [&](std::string why) {
    reading.diagnostics.error(range.place, std::move(why));
    return std::vector<double>();
  };
  if (!has(range, "from") || !has(range, "to") || by_count == by_step || (by_step && has(range, "spacing"))) {
    return refuse(
        "a range is {from: A, to: B, count: N, spacing: linear or log} or {from: A, to: B, step: S}");
  }
  if (!from || !to || (by_count && !count) || (by_step && !step) || (has(range, "spacing") && !spacing))
    return {};
  if (by_step && *to < *from) return refuse(fmt::format("the range from {} to {} is empty", *from, *to));
  const bool logarithmic = spacing == "log";
  if (logarithmic && (*from <= 0 || *to <= 0)) {
    return refuse(
        fmt::format("a range with 'spacing: log' needs numbers greater than 0, got {} to {}", *from, *to));
  }

  const double steps = by_count ? double(*count - 1) : std::floor((*to - *from) / *step * (1 + 1e-9) + 1e-9);
  if (!(steps < double(max_points)))
    return refuse(fmt::format("the range has more than {} values", max_points));
  std::vector<double> values;
  for (std::size_t i = 0; i <= std::size_t(steps); ++i) {
    const double t = steps > 0 ? double(i) / steps : 0;
    const double value = by_step       ? *from + double(i) * *step
                         : logarithmic ? *from * std::pow(*to / *from, t)
                                       : *from + (*to - *from) * t;
    if (!std::isfinite(value)) return refuse("the range leaves the numbers there are");
    values.push_back(rounded(value));
  }
  return values;
}

}  // namespace

std::vector<NodePtr> list_or_range(const std::string& name, const NodePtr& node, Reading& reading) {
  const auto refuse = [&](std::string why) {
    reading.diagnostics.error(node->place, std::move(why));
    return std::vector<NodePtr>();
  };
  if (node->kind == NodeKind::sequence) {
    if (node->items.empty()) return refuse(fmt::format("empty sweep: '{}' has no values", printable(name)));
    if (node->items.size() > max_points) return refuse(fmt::format("more than {} values", max_points));
    return node->items;
  }
  if (node->kind != NodeKind::mapping) {
    return refuse(
        fmt::format("'{}' is swept over a list or a range; got {}", printable(name), describe(*node)));
  }
  std::vector<NodePtr> nodes;
  for (const double value : range_values(*node, reading)) {
    nodes.push_back(std::make_shared<Node>(
        Node{.kind = NodeKind::scalar, .place = node->place, .text = fmt::format("{}", value)}));
  }
  return nodes;
}

}  // namespace yieldscape
