#include "yieldscape/config/overrides.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace yieldscape {
namespace {

/// `mapping` with `key: value`, in place of the old value if there is one.
NodePtr with_entry(const Node& mapping, const std::string& key, const Place& place, const NodePtr& value) {
  auto changed = std::make_shared<Node>(mapping);
  const auto known = std::find_if(changed->entries.begin(), changed->entries.end(),
                                  [&](const Node::Entry& entry) { return entry.key == key; });
  if (known != changed->entries.end()) {
    *known = {key, place, value};
  } else {
    changed->entries.push_back({key, place, value});
  }
  return changed;
}

/// Changes the structure `name`, or its key `rest`.
NodePtr with_structure(const Node& root, const std::string& name, const std::string& rest, const Place& place,
                       const NodePtr& value) {
  if (rest.empty()) return with_entry(root, name, place, value);
  const auto known = std::find_if(root.entries.begin(), root.entries.end(),
                                  [&](const Node::Entry& entry) { return entry.key == name; });
  Node structure{.kind = NodeKind::mapping, .place = place};
  if (known != root.entries.end() && known->value->kind == NodeKind::mapping) structure = *known->value;
  return with_entry(root, name, place, with_entry(structure, rest, place, value));
}

}  // namespace

Overridden apply_overrides(const NodePtr& root, std::span<const std::string> overrides, Reading& reading) {
  Overridden result{{}, root};
  for (const std::string& text : overrides) {
    const auto equals = text.find('=');
    const std::string path = text.substr(0, equals);
    SourceText source{
        .title = "--set " + printable(text), .directory = std::filesystem::current_path(), .text = {}};
    source.is_file = false;
    source.order = reading.sources.size();
    if (equals != text.npos) source.text = normalized_text(text.substr(equals + 1));
    reading.sources.push_back(std::move(source));
    const Place place{&reading.sources.back(), 1, 1};
    if (equals == text.npos || path.empty()) {
      reading.diagnostics.error(place, "an override is path=value, such as --set realizations=10");
      continue;
    }
    if (reading.sources.back().text.find_first_not_of(" \n") == std::string::npos) {
      reading.diagnostics.error(place, fmt::format("there is no value after '{}='", printable(path)));
      continue;
    }
    const NodePtr value = parse_document(reading.sources.back(), reading.diagnostics);
    if (!value) continue;
    const std::string first = path.substr(0, path.find('.'));
    const bool is_structure =
        std::find(structures().begin(), structures().end(), first) != structures().end();
    if (is_structure) {
      const std::string rest = first.size() < path.size() ? path.substr(first.size() + 1) : std::string();
      result.root = with_structure(*result.root, first, rest, place, value);
    } else if (!is_note(path)) {
      Layer layer;
      collect_one(path, place, value, {Role::override, {}}, layer, reading);
      result.layer.overlay(layer);
    }
  }
  return result;
}

}  // namespace yieldscape
