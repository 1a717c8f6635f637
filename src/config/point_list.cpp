#include "yieldscape/config/point_list.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <stdexcept>

#include "yieldscape/config/suggestion.hpp"
#include "yieldscape/core/contracts.hpp"

namespace yieldscape {
namespace {

constexpr std::size_t max_made_name = 80;
constexpr std::size_t max_glasses = 100;

/// A name for a point that has none: what it changes, as long as that is readable.
std::string made_name(const Layer& layer, const Layer& overrides, std::size_t number) {
  std::vector<std::string> paths;
  for (const KeyId id : layer.keys()) {
    if (overrides[id] == nullptr) paths.push_back(spec(id).path);
  }
  const std::vector<std::string> names = short_names(paths);
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const Setting& setting = *layer[key(paths[i])];
    if (setting.valid()) labels.push_back(fmt::format("{}={}", names[i], label_of(setting)));
  }
  const std::string name = fmt::format("{}", fmt::join(labels, ","));
  return name.empty() || name.size() > max_made_name ? fmt::format("point{}", number) : name;
}

/// A glass in a file of its own.
Glass read_glass_file(const std::string& name, const Node& value, Reading& reading) {
  const std::filesystem::path& directory = value.place.source->directory;
  const std::filesystem::path file = (directory / value.text).lexically_normal();
  SourceText source{.title = file.string(), .directory = file.parent_path(), .text = {}};
  source.order = reading.sources.size();
  try {
    source.text = normalized_text(read_bounded(file));
  } catch (const std::runtime_error& fault) {
    reading.diagnostics.error(value.place,
                              fmt::format("cannot read glass '{}' from '{}': {}", printable(name),
                                          printable(file.string()), fault.what()));
    return {.layer = {}, .readable = false};
  }
  std::size_t bytes = source.text.size();
  for (const SourceText& other : reading.sources) bytes += other.text.size();
  if (bytes > max_config_bytes) {
    reading.diagnostics.error(value.place,
                              fmt::format("glass '{}': the files of this configuration are larger than {} "
                                          "MiB altogether",
                                          printable(name), max_config_bytes >> 20));
    return {.layer = {}, .readable = false};
  }
  reading.sources.push_back(std::move(source));
  const NodePtr root = parse_document(reading.sources.back(), reading.diagnostics);
  if (root && root->kind != NodeKind::mapping) {
    reading.diagnostics.error(root->place,
                              fmt::format("a glass must be a mapping of keys; got {}", describe(*root)));
  }
  if (!root || root->kind != NodeKind::mapping) return {.layer = {}, .readable = false};
  Glass glass;
  collect(*root, {Role::glass, fmt::format("glass '{}'", printable(name))}, glass.layer, reading);
  return glass;
}

Glass read_glass(const std::string& name, const Node& value, Reading& reading) {
  if (value.kind == NodeKind::scalar && !value.text.empty()) return read_glass_file(name, value, reading);
  Glass glass;
  if (value.kind == NodeKind::mapping) {
    collect(value, {Role::glass, fmt::format("'glasses.{}'", printable(name))}, glass.layer, reading);
  } else {
    reading.diagnostics.error(
        value.place,
        fmt::format("a glass is a mapping of keys or the path of a YAML file; got {}", describe(value)));
    glass.readable = false;
  }
  return glass;
}

/// The glass a point chooses; nullptr after a diagnostic if there is none of that name, or none to be read.
const Glass* chosen_glass(const Setting& choice, const Glasses& glasses, Reading& reading) {
  const std::string& name = std::get<std::string>(choice.value);
  if (const auto found = glasses.find(name); found != glasses.end()) {
    return found->second.readable ? &found->second : nullptr;
  }
  std::vector<std::string> names;
  for (const auto& [known, glass] : glasses) names.push_back(printable(known));
  const std::string suggestion = nearest(name, names);
  const std::string question = suggestion.empty() ? "" : fmt::format(" (did you mean '{}'?)", suggestion);
  reading.diagnostics.error(
      choice.node->place,
      names.empty()
          ? fmt::format("no glass '{0}': there is no 'glasses: {{{0}: keys or file}}'", printable(name))
          : fmt::format("no glass '{}' in 'glasses', which has {}{}", printable(name), fmt::join(names, ", "),
                        question));
  return nullptr;
}

/// `layer` with the chosen glass laid beneath; nullopt if that cannot be had.
std::optional<Layer> with_glass(const Layer& layer, const Glasses& glasses, Reading& reading) {
  const Setting* choice = layer[key("glass")];
  if (choice == nullptr) return layer;
  const Glass* glass = choice->valid() ? chosen_glass(*choice, glasses, reading) : nullptr;
  if (glass == nullptr) return std::nullopt;
  Layer result = glass->layer;
  result.overlay(layer);
  return result;
}

}  // namespace

std::string name_in(const Layer& layer) {
  const Setting* name = layer[key("name")];
  return name != nullptr && name->valid() ? std::get<std::string>(name->value) : std::string();
}

std::vector<PointEntry> read_points(const Node& points, const Layer& overrides, Reading& reading) {
  if (points.kind != NodeKind::sequence || points.items.empty()) {
    reading.diagnostics.error(
        points.place, points.kind == NodeKind::sequence
                          ? std::string("'points' is empty; leave it out for a single point")
                          : fmt::format("'points' must be a list of mappings; got {}", describe(points)));
    return {};
  }
  if (points.items.size() > max_points) {
    reading.diagnostics.error(points.place, fmt::format("more than {} points", max_points));
    return {};
  }
  std::vector<PointEntry> entries;
  for (const NodePtr& item : points.items) {
    if (item->kind != NodeKind::mapping) {
      reading.diagnostics.error(
          item->place,
          fmt::format("a point must be a mapping of the keys it changes; got {}", describe(*item)));
      continue;
    }
    PointEntry entry{{}, {}, item->place};
    collect(*item, {Role::point, "a point"}, entry.layer, reading);
    entry.name = name_in(entry.layer);
    if (entry.name.empty()) entry.name = made_name(entry.layer, overrides, entries.size() + 1);
    entries.push_back(std::move(entry));
  }
  return entries;
}

Glasses read_glasses(const Node& glasses, Reading& reading) {
  if (glasses.kind != NodeKind::mapping) {
    reading.diagnostics.error(
        glasses.place,
        fmt::format("'glasses' must be a mapping of names to keys or files; got {}", describe(glasses)));
    return {};
  }
  check_duplicates(glasses, reading);
  if (glasses.entries.size() > max_glasses) {
    reading.diagnostics.error(glasses.place, fmt::format("more than {} glasses", max_glasses));
    return {};
  }
  Glasses result;
  for (const auto& [name, place, value] : glasses.entries) {
    if (is_note(name)) continue;
    if (!result.contains(name)) result.emplace(name, read_glass(name, *value, reading));
  }
  return result;
}

Place difference(const PlannedPoint& point, const PlannedPoint& other) {
  for (std::size_t i = 0; i < point.steps.size(); ++i) {
    if (point.steps[i] != other.steps[i]) return point.steps[i]->place;
  }
  return point.entry->place;
}

void report_same(const PointPlan& plan, const PlannedPoint& point, const PlannedPoint& other,
                 Reading& reading) {
  for (const KeyId id : plan.overrides.keys()) {
    const Setting* overridden = point.entry->layer[id];
    for (const AxisValue* step : point.steps) {
      if (step->layer[id] != nullptr) overridden = step->layer[id];
    }
    if (overridden == nullptr) continue;
    reading.diagnostics.error(
        plan.overrides[id]->node->place,
        fmt::format("'{}' is what tells points apart (line {}); override 'sweep' or 'points' instead",
                    spec(id).path, overridden->node->place.line));
    return;
  }
  reading.diagnostics.error(
      difference(point, other),
      fmt::format("points '{}' and '{}' have the same parameters; remove one", other.name, point.name));
}

std::vector<PlannedPoint> expand(const PointPlan& plan, Reading& reading) {
  EXPECTS(!plan.entries.empty());
  std::vector<const Axis*> axes;  // an axis without values has its diagnostic already
  for (const Axis& axis : plan.axes) {
    if (!axis.values.empty()) axes.push_back(&axis);
  }
  std::size_t steps = 1;
  for (const Axis* axis : axes) {
    steps *= axis->values.size();
    if (steps * plan.entries.size() > max_points) {
      reading.diagnostics.error(plan.place, fmt::format("more than {} points", max_points));
      return {};
    }
  }
  std::vector<PlannedPoint> points;
  for (const PointEntry& entry : plan.entries) {
    Layer base = plan.top;
    base.overlay(entry.layer);
    for (std::size_t i = 0; i < steps; ++i) {
      PlannedPoint point{base, entry.name, &entry, {}};
      std::size_t inner = steps;  // points that one step of the axis covers
      for (const Axis* axis : axes) {
        inner /= axis->values.size();
        const AxisValue& value = axis->values[i / inner % axis->values.size()];
        point.layer.overlay(value.layer);
        const bool joined = !point.name.empty() && !value.label.empty();
        point.name += (joined ? "," : "") + value.label;
        point.steps.push_back(&value);
      }
      point.layer.overlay(plan.overrides);
      auto layer = with_glass(point.layer, plan.glasses, reading);
      if (!layer) continue;
      point.layer = std::move(*layer);
      points.push_back(std::move(point));
    }
  }
  return points;
}

}  // namespace yieldscape
