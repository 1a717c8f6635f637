#include "yieldscape/config/sweep.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <span>

namespace yieldscape {
namespace {

using Entry = Node::Entry;

Origin sweep_origin() {
  return {Role::sweep, "'sweep'"};
}

/// One key of an axis: its values, each a layer of its own.
struct SweptKey {
  std::string path;
  Place place;
  std::vector<Layer> layers;
  std::vector<Place> places;
};
using AxisKeys = std::vector<SweptKey>;

/// The path meant by a name that may be a last component only.
std::string full_path(const std::string& name) {
  if (find_key(name)) return name;
  const auto id = find_point_key_by_leaf(name);
  return id ? spec(*id).path : name;
}

/// What has been swept so far: guards against doing so twice, and against sizes nobody means.
struct Swept {
  std::map<std::string, Place> keys;
  std::size_t values = 0;
};

/// The values of one key; none after a diagnostic.
SweptKey read_key(const Entry& entry, Swept& swept, Reading& reading) {
  const auto& [name, place, value] = entry;
  SweptKey result{full_path(name), place, {}, {}};
  if (!find_key(result.path) && !is_section(result.path)) {
    report_unknown(name, place, "", sweep_origin(), {"cross", "zip"}, reading);
    return result;
  }
  if (const auto [first, is_first] = swept.keys.emplace(result.path, place); !is_first) {
    reading.diagnostics.error(
        place, fmt::format("'{}' is swept twice, first in line {}", result.path, first->second.line));
    return result;
  }
  const std::vector<NodePtr> nodes = list_or_range(name, value, reading);
  swept.values += nodes.size();
  if (swept.values > max_points) {
    reading.diagnostics.error(place, fmt::format("the sweep has more than {} values", max_points));
    return result;
  }
  for (const NodePtr& node : nodes) {
    Layer layer;
    collect_one(result.path, place, node, sweep_origin(), layer, reading);
    if (layer == Layer()) break;  // not to be swept, or not a mapping: the others are no better
    result.layers.push_back(std::move(layer));
    result.places.push_back(node->place);
  }
  return result;
}

/// Keys that change together.
AxisKeys read_axis(std::span<const Entry> entries, Swept& swept, Reading& reading) {
  AxisKeys axis;
  for (const Entry& entry : entries) {
    if (!is_note(entry.key)) axis.push_back(read_key(entry, swept, reading));
  }
  return axis;
}

void check_lengths(const AxisKeys& axis, const Place& place, Reading& reading) {
  const auto length = [](const SweptKey& key) { return key.layers.size(); };
  const auto longest = std::max_element(axis.begin(), axis.end(),
                                        [&](const auto& a, const auto& b) { return length(a) < length(b); });
  const bool complete =
      std::all_of(axis.begin(), axis.end(), [&](const auto& key) { return length(key) > 0; });
  if (!complete || std::all_of(axis.begin(), axis.end(),
                               [&](const auto& key) { return length(key) == length(*longest); })) {
    return;
  }
  std::vector<std::string> lengths;
  for (const SweptKey& key : axis) lengths.push_back(fmt::format("'{}' has {}", key.path, length(key)));
  reading.diagnostics.error(
      place, fmt::format("lists that change together must be of one length: {}", fmt::join(lengths, ", ")));
}

/// Axes of `cross` or of the sweep itself.
void read_cross(const Node& cross, std::vector<AxisKeys>& axes, Swept& swept, Reading& reading) {
  if (cross.kind == NodeKind::mapping) {
    check_duplicates(cross, reading);
    for (const Entry& entry : cross.entries) axes.push_back(read_axis(std::span(&entry, 1), swept, reading));
    return;
  }
  if (cross.kind != NodeKind::sequence) {
    reading.diagnostics.error(
        cross.place,
        fmt::format("'cross' must be a list of mappings {{key: values}}; got {}", describe(cross)));
    return;
  }
  if (cross.items.empty()) reading.diagnostics.error(cross.place, "empty sweep: 'cross' has no axes");
  for (const NodePtr& item : cross.items) {
    if (item->kind != NodeKind::mapping) {
      reading.diagnostics.error(
          item->place,
          fmt::format("'cross' must be a list of mappings {{key: values}}; got {}", describe(*item)));
      continue;
    }
    check_duplicates(*item, reading);
    axes.push_back(read_axis(item->entries, swept, reading));
    check_lengths(axes.back(), item->place, reading);
  }
}

void read_zip(const Node& zip, std::vector<AxisKeys>& axes, Swept& swept, Reading& reading) {
  if (zip.kind != NodeKind::mapping) {
    reading.diagnostics.error(
        zip.place, fmt::format("'zip' must be a mapping {{key: values, ...}}; got {}", describe(zip)));
    return;
  }
  if (zip.entries.empty()) reading.diagnostics.error(zip.place, "empty sweep: 'zip' has no keys");
  check_duplicates(zip, reading);
  axes.push_back(read_axis(zip.entries, swept, reading));
  check_lengths(axes.back(), zip.place, reading);
}

/// No key in two axes, be it within a mapping, and no two keys that say the same: the later one loses its
/// values.
void check_conflicts(std::vector<AxisKeys>& axes, Reading& reading) {
  std::map<KeyId, const SweptKey*> swept;
  const auto conflicts = [&](const SweptKey& key, KeyId id) {
    for (const auto& [other_id, other] : swept) {
      const auto opposed = rivals(id);
      const bool is_rival = std::find(opposed.begin(), opposed.end(), other_id) != opposed.end();
      if (other == &key || (other_id != id && !is_rival)) continue;
      reading.diagnostics.error(key.place,
                                fmt::format("'{}' cannot be swept beside '{}' of line {}", spec(id).path,
                                            spec(other_id).path, other->place.line));
      return true;
    }
    swept.emplace(id, &key);
    return false;
  };
  for (AxisKeys& axis : axes) {
    for (SweptKey& key : axis) {
      if (key.layers.empty()) continue;
      const auto ids = key.layers.front().keys();
      if (std::any_of(ids.begin(), ids.end(), [&](KeyId id) { return conflicts(key, id); }))
        key.layers.clear();
    }
  }
}

/// What one value of one key contributes to a name.
std::string key_label(const SweptKey& key, const std::string& short_name, std::size_t i) {
  const auto keys = key.layers[i].keys();
  const bool is_value = keys.size() == 1 && spec(keys.front()).path == key.path;
  const std::string value = is_value ? label_of(*key.layers[i][keys.front()]) : fmt::format("{}", i + 1);
  return fmt::format("{}={}", short_name, value);
}

Axis make_axis(const AxisKeys& keys, const std::map<std::string, std::string>& short_name_of,
               const Layer& overrides) {
  Axis axis;
  std::size_t count = keys.empty() ? 0 : keys.front().layers.size();
  for (const SweptKey& key : keys) count = std::min(count, key.layers.size());
  for (std::size_t i = 0; i < count; ++i) {
    AxisValue value{{}, {}, keys.front().places[i]};
    std::vector<std::string> labels;
    for (const SweptKey& key : keys) {
      value.layer.overlay(key.layers[i]);
      const auto id = find_key(key.path);
      if (!id || overrides[*id] == nullptr) labels.push_back(key_label(key, short_name_of.at(key.path), i));
    }
    const Setting* name = value.layer[key("name")];
    value.label = name != nullptr && name->valid() ? std::get<std::string>(name->value)
                                                   : fmt::format("{}", fmt::join(labels, ","));
    axis.values.push_back(std::move(value));
  }
  return axis;
}

}  // namespace

std::vector<std::string> short_names(const std::vector<std::string>& paths) {
  std::vector<std::string> names;
  for (const std::string& path : paths) {
    std::string_view name = leaf(path);
    const auto is_ambiguous = [&] {
      return std::count_if(paths.begin(), paths.end(), [&](const std::string& other) {
               return other == name || other.ends_with("." + std::string(name));
             }) > 1;
    };
    while (name.size() < path.size() && is_ambiguous()) {
      const auto outer = section(std::string_view(path).substr(0, path.size() - name.size()));
      const auto from = outer.rfind('.') == outer.npos ? 0 : outer.rfind('.') + 1;
      name = std::string_view(path).substr(from);
    }
    names.emplace_back(name);
  }
  return names;
}

std::string label_of(const Setting& setting) {
  if (!setting.valid()) return printable(setting.node->text);
  if (const auto* list = std::get_if<std::vector<double>>(&setting.value))
    return fmt::format("{}", fmt::join(*list, "x"));
  if (const auto* text = std::get_if<std::string>(&setting.value)) {
    return spec(setting.key).type == ValueType::file ? std::filesystem::path(*text).stem().string() : *text;
  }
  return written(setting.value);
}

std::vector<Axis> read_sweep(const Node& sweep, const Layer& overrides, Reading& reading) {
  if (sweep.kind != NodeKind::mapping || sweep.entries.empty()) {
    reading.diagnostics.error(
        sweep.place,
        sweep.kind == NodeKind::mapping
            ? std::string("empty sweep: it has neither 'cross' nor 'zip'")
            : fmt::format("'sweep' must be a mapping with 'cross' or 'zip'; got {}", describe(sweep)));
    return {};
  }
  check_duplicates(sweep, reading);
  Swept swept;
  std::vector<AxisKeys> keys;
  for (const Entry& entry : sweep.entries) {
    if (entry.key == "cross") {
      read_cross(*entry.value, keys, swept, reading);
    } else if (entry.key == "zip") {
      read_zip(*entry.value, keys, swept, reading);
    } else if (!is_note(entry.key)) {
      keys.push_back(read_axis(std::span(&entry, 1), swept, reading));
    }
  }
  check_conflicts(keys, reading);
  for (const AxisKeys& axis : keys) {
    for (const SweptKey& key : axis) {
      if (key.layers.empty()) reading.meant.push_back(key.path);
    }
  }

  std::vector<std::string> paths;
  for (const AxisKeys& axis : keys) {
    for (const SweptKey& key : axis) paths.push_back(key.path);
  }
  const std::vector<std::string> names = short_names(paths);
  std::map<std::string, std::string> short_name_of;
  for (std::size_t i = 0; i < paths.size(); ++i) short_name_of.emplace(paths[i], names[i]);
  std::vector<Axis> axes;
  for (const AxisKeys& axis : keys) axes.push_back(make_axis(axis, short_name_of, overrides));
  return axes;
}

}  // namespace yieldscape
