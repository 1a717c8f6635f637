#include "yieldscape/config/point_settings.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace yieldscape {
namespace {

bool in_section(std::string_view path, std::string_view section) {
  return path.size() > section.size() && path.starts_with(section) && path[section.size()] == '.';
}

}  // namespace

const Setting* PointSettings::given_or_default(const std::string& path) {
  const KeyId id = key(path);
  if (layer_[id] != nullptr) return layer_[id];
  if (spec(id).fallback.empty()) {
    report_missing(path);
    return nullptr;
  }
  layer_[id] = reading_.default_setting(id);
  return layer_[id];
}

Place PointSettings::place_of(const std::string& path) const {
  if (const auto id = find_key(path); id && layer_[*id] != nullptr) return layer_[*id]->node->place;
  std::string_view outer = is_section(path) ? std::string_view(path) : section(path);
  for (; !outer.empty(); outer = section(outer)) {
    const Setting* strongest = nullptr;
    for (const KeyId id : layer_.keys()) {
      const Setting* setting = layer_[id];
      if (!in_section(spec(id).path, outer) || setting->is_default) continue;
      if (strongest == nullptr || setting->role > strongest->role) strongest = setting;
    }
    if (strongest != nullptr) return strongest->section;
  }
  return place_;
}

bool PointSettings::has_section(const std::string& path) const {
  const auto keys = layer_.keys();
  return std::any_of(keys.begin(), keys.end(),
                     [&](KeyId id) { return in_section(spec(id).path, path) && !layer_[id]->is_default; });
}

void PointSettings::report_missing(const std::string& path, const std::string& why) {
  const bool misspelt =
      std::any_of(reading_.meant.begin(), reading_.meant.end(), [&](const std::string& meant) {
        const auto id = find_key(path);
        const auto opposed = id ? rivals(*id) : std::span<const KeyId>();
        const bool is_rival = std::any_of(opposed.begin(), opposed.end(),
                                          [&](KeyId rival) { return spec(rival).path == meant; });
        return meant == path || is_rival || in_section(path, meant) || in_section(meant, path);
      });
  if (misspelt) return;
  const auto id = find_key(path);
  const std::string unit =
      id && !spec(*id).unit.empty() ? fmt::format(" ({})", spec(*id).unit) : std::string();
  reading_.diagnostics.error(place_of(path), fmt::format("missing key '{}'{}{}", path, unit, why));
}

void PointSettings::error(const std::string& path, std::string message) {
  reading_.diagnostics.error(place_of(path), std::move(message));
}

void PointSettings::drop_meaningless(const std::string& path, const std::string& decider) {
  const Setting*& setting = layer_[key(path)];
  if (setting == nullptr) return;
  const Setting* decision = find(decider);
  if (decision == nullptr || setting->role >= decision->role) {
    const bool has_value = decision != nullptr && decision->valid();
    error(path, has_value ? fmt::format("'{}' has no meaning with '{}: {}'; remove it", path, decider,
                                        written(decision->value))
                          : fmt::format("'{}' has no meaning without '{}'", path, decider));
  }
  setting = nullptr;
}

void PointSettings::drop_section(const std::string& path) {
  for (const KeyId id : layer_.keys()) {
    if (in_section(spec(id).path, path)) layer_[id] = nullptr;
  }
}

void PointSettings::set(const std::string& path, Value value) {
  layer_[key(path)] = reading_.concluded_setting(key(path), std::move(value));
}

}  // namespace yieldscape
