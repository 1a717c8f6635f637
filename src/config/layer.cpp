#include "yieldscape/config/layer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "yieldscape/config/suggestion.hpp"

namespace yieldscape {
namespace {

std::string joined(std::string_view section, std::string_view name) {
  return section.empty() ? std::string(name) : fmt::format("{}.{}", section, name);
}

/// Where the last component of a path is enough, if it says which key is meant.
bool knows_leaves(Role role) {
  return role == Role::point || role == Role::sweep || role == Role::override;
}

/// Why `key` cannot be given in this role; empty if it can.
std::string misplaced(const KeySpec& key, Role role) {
  const bool everywhere = role == Role::top || role == Role::override;
  if (key.scope == Scope::ensemble && !everywhere) {
    return fmt::format("'{}' holds for the whole ensemble and cannot {}; give it at the top of the file",
                       key.path,
                       role == Role::sweep   ? "be swept"
                       : role == Role::point ? "differ between points"
                                             : "be part of a glass");
  }
  const bool names_the_run = key.scope == Scope::label || key.path == "glass" || key.path == "scenario" ||
                             key.path == "realizations";
  if (role == Role::glass && names_the_run) return fmt::format("'{}' cannot be part of a glass", key.path);
  return {};
}

/// Keys of the initial law are opposed to the age as a whole, not one by one.
bool opposed_as_section(KeyId id) {
  return section(spec(id).path) == "thresholds.initial";
}

std::string opposed_name(KeyId id) {
  return opposed_as_section(id) ? std::string(section(spec(id).path)) : spec(id).path;
}

void add(KeyId id, const NodePtr& value, const Place& section_place, const Place& place, const Origin& origin,
         Layer& layer, Reading& reading) {
  const KeySpec& key = spec(id);
  if (const std::string why = misplaced(key, origin.role); !why.empty()) {
    reading.diagnostics.error(place, why);
    return;
  }
  if (layer[id] != nullptr && origin.role != Role::override) {
    reading.diagnostics.error(place, fmt::format("duplicate key '{}'; it is given in line {} already",
                                                 key.path, layer[id]->node->place.line));
    return;
  }
  for (const KeyId rival : rivals(id)) {
    if (layer[rival] == nullptr) continue;
    reading.diagnostics.error(opposed_as_section(id) ? section_place : place,
                              fmt::format("'{}' and '{}' cannot be given together; remove one",
                                          opposed_name(id), opposed_name(rival)));
  }
  reading.settings.push_back(
      {id, read_value(key, *value, reading.diagnostics), value, section_place, origin.role, false});
  layer[id] = &reading.settings.back();
}

void collect_section(const Node& mapping, const std::string& path, const Place& section_place,
                     const Origin& origin, Layer& layer, Reading& reading);

/// A key or a section under `section`.
void collect_named(const std::string& section, const std::string& name, const Place& place,
                   const Place& section_place, const NodePtr& value, const Origin& origin, Layer& layer,
                   Reading& reading) {
  const std::string path = joined(section, name);
  std::optional<KeyId> id = find_key(path);
  if (!id && section.empty() && knows_leaves(origin.role)) {
    id = find_point_key_by_leaf(name);
  }
  if (id) {
    add(*id, value, section_place, place, origin, layer, reading);
  } else if (is_section(path)) {
    if (value->kind == NodeKind::mapping) {
      collect_section(*value, path, place, origin, layer, reading);
    } else {
      reading.meant.push_back(path);
      reading.diagnostics.error(value->place,
                                fmt::format("'{}' must be a mapping with some of {}; got {}", path,
                                            fmt::join(names_in(path), ", "), describe(*value)));
    }
  } else {
    report_unknown(name, place, section, origin, {}, reading);
  }
}

void collect_section(const Node& mapping, const std::string& path, const Place& section_place,
                     const Origin& origin, Layer& layer, Reading& reading) {
  check_duplicates(mapping, reading);
  std::unordered_set<std::string_view> seen;
  for (const auto& [name, place, value] : mapping.entries) {
    if (!seen.insert(name).second) continue;
    const bool structure = path.empty() && origin.role == Role::top &&
                           std::find(structures().begin(), structures().end(), name) != structures().end();
    if (is_note(name) || structure) continue;
    collect_named(path, name, place, section_place, value, origin, layer, reading);
  }
}

struct Suggestion {
  std::string shown;  ///< as it could be written here
  std::string path;   ///< of the key or section meant
};

/// What a misspelt key may have been: near the place first, then anywhere.
Suggestion suggest(const std::string& name, std::string_view section, Role role,
                   const std::vector<std::string>& also) {
  std::vector<std::string> here = also;
  std::vector<std::string> paths;
  std::map<std::string, std::string> path_of_leaf;  // "": several keys end so
  for (const KeySpec& key : schema()) {
    if (!misplaced(key, role).empty()) continue;
    paths.push_back(key.path);
    const auto [known, is_first] = path_of_leaf.emplace(leaf(key.path), key.path);
    if (!is_first) known->second.clear();
    if (knows_leaves(role) && section.empty() && find_point_key_by_leaf(leaf(key.path)))
      here.emplace_back(leaf(key.path));
  }
  if (role != Role::sweep || !section.empty()) {
    for (std::string& candidate : names_in(section)) {
      const bool structure =
          std::find(structures().begin(), structures().end(), candidate) != structures().end();
      if (role == Role::top || !structure) here.push_back(std::move(candidate));
    }
  }

  if (std::string found = nearest(name, here); !found.empty()) {
    const auto by_leaf = find_point_key_by_leaf(found);
    if (section.empty() && by_leaf && !is_section(found)) return {found, spec(*by_leaf).path};
    return {found, joined(section, found)};
  }
  std::string found = nearest(name, paths);
  if (found.empty()) {
    std::vector<std::string> leaves;
    for (const auto& [word, path] : path_of_leaf) {
      if (!path.empty()) leaves.push_back(word);
    }
    if (const auto by_leaf = path_of_leaf.find(nearest(name, leaves)); by_leaf != path_of_leaf.end()) {
      found = by_leaf->second;
    }
  }
  return {found, found};
}

}  // namespace

const Setting* Reading::concluded_setting(KeyId key, Value value) {
  for (const Setting* known : concluded) {
    if (known->key == key && known->value == value) return known;
  }
  const auto node = std::make_shared<Node>(Node{.kind = NodeKind::scalar, .place = {&sources.front(), 1, 1}});
  settings.push_back({key, std::move(value), node, node->place, Role::glass, true});
  concluded.push_back(&settings.back());
  return concluded.back();
}

std::vector<KeyId> Layer::keys() const {
  std::vector<KeyId> given;
  for (std::size_t i = 0; i < settings_.size(); ++i) {
    if (settings_[i] != nullptr) given.push_back(KeyId(i));
  }
  return given;
}

void Layer::overlay(const Layer& upper) {
  for (std::size_t i = 0; i < settings_.size(); ++i) {
    if (upper.settings_[i] == nullptr) continue;
    for (const KeyId rival : rivals(KeyId(i))) settings_[index(rival)] = nullptr;
    settings_[i] = upper.settings_[i];
  }
}

void collect(const Node& mapping, const Origin& origin, Layer& layer, Reading& reading) {
  collect_section(mapping, "", mapping.place, origin, layer, reading);
}

void collect_one(const std::string& name, const Place& name_place, const NodePtr& value, const Origin& origin,
                 Layer& layer, Reading& reading) {
  collect_named("", name, name_place, name_place, value, origin, layer, reading);
}

void check_duplicates(const Node& mapping, Reading& reading) {
  std::unordered_map<std::string_view, std::size_t> lines;
  for (const auto& [name, place, value] : mapping.entries) {
    const auto [first, is_first] = lines.emplace(name, place.line);
    if (!is_first) {
      reading.diagnostics.error(place, fmt::format("duplicate key '{}'; it is given in line {} already",
                                                   printable(name), first->second));
    }
  }
}

void report_unknown(const std::string& name, const Place& place, std::string_view section,
                    const Origin& origin, const std::vector<std::string>& also, Reading& reading) {
  const Suggestion suggestion = suggest(name, section, origin.role, also);
  if (!suggestion.path.empty()) reading.meant.push_back(suggestion.path);
  std::string where;
  if (!section.empty()) where += fmt::format(" in '{}'", section);
  if (!origin.title.empty()) where += fmt::format("{} {}", section.empty() ? " in" : " of", origin.title);
  const std::string question =
      suggestion.shown.empty() ? std::string() : fmt::format(" (did you mean '{}'?)", suggestion.shown);
  reading.diagnostics.error(place, fmt::format("unknown key '{}'{}{}", printable(name), where, question));
}

}  // namespace yieldscape
