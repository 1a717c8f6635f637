#include "yieldscape/config/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "schema_keys.hpp"
#include "yieldscape/core/contracts.hpp"

namespace yieldscape {
namespace {

/// The table of keys and what is looked up in it.
struct Index {
  std::vector<KeySpec> keys = schema_keys();
  std::map<std::string, KeyId, std::less<>> by_path;
  std::map<std::string, std::optional<KeyId>, std::less<>> by_leaf;
  std::set<std::string, std::less<>> sections;
  std::vector<std::vector<KeyId>> rivals;

  Index() : rivals(keys.size()) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto& path = keys[i].path;
      by_path.emplace(path, KeyId(i));
      for (std::string_view outer = section(path); !outer.empty(); outer = section(outer)) {
        sections.emplace(outer);
      }
      if (keys[i].scope == Scope::ensemble) continue;
      const auto [entry, first] = by_leaf.emplace(leaf(path), KeyId(i));
      if (!first) entry->second.reset();
    }
    oppose("lattice.N", "lattice.shape");
    oppose("slip.c0", "slip.disorder_strength");
    oppose("slip.c1", "slip.disorder_strength");
    for (const KeySpec& key : keys) {
      if (section(key.path) != "thresholds.initial") continue;
      oppose(key.path, "thresholds.age");
      oppose(key.path, "thresholds.initial_std");
    }
  }

  void oppose(std::string_view a, std::string_view b) {
    const KeyId first = by_path.find(a)->second;
    const KeyId second = by_path.find(b)->second;
    rivals[index(first)].push_back(second);
    rivals[index(second)].push_back(first);
  }
};

const Index& keys_index() {
  static const Index index;
  return index;
}

}  // namespace

std::span<const KeySpec> schema() {
  return keys_index().keys;
}

const KeySpec& spec(KeyId key) {
  return keys_index().keys[index(key)];
}

std::optional<KeyId> find_key(std::string_view path) {
  const auto found = keys_index().by_path.find(path);
  return found == keys_index().by_path.end() ? std::nullopt : std::optional(found->second);
}

KeyId key(std::string_view path) {
  const auto found = find_key(path);
  EXPECTS(found.has_value());
  return *found;
}

std::optional<KeyId> find_point_key_by_leaf(std::string_view leaf) {
  const auto found = keys_index().by_leaf.find(leaf);
  return found == keys_index().by_leaf.end() ? std::nullopt : found->second;
}

bool is_section(std::string_view path) {
  return keys_index().sections.contains(path);
}

std::vector<std::string> names_in(std::string_view path) {
  std::vector<std::string> names;
  const std::string prefix = path.empty() ? std::string() : std::string(path) + ".";
  for (const KeySpec& key : schema()) {
    if (!key.path.starts_with(prefix)) continue;
    const std::string_view rest = std::string_view(key.path).substr(prefix.size());
    std::string name(rest.substr(0, rest.find('.')));
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
  }
  if (path.empty()) names.insert(names.end(), structures().begin(), structures().end());
  return names;
}

std::span<const std::string_view> structures() {
  static constexpr std::array<std::string_view, 4> names{"ranks_per_realization", "glasses", "points",
                                                         "sweep"};
  return names;
}

std::span<const KeyId> rivals(KeyId key) {
  return keys_index().rivals[index(key)];
}

std::string_view leaf(std::string_view path) noexcept {
  const auto dot = path.rfind('.');
  return dot == path.npos ? path : path.substr(dot + 1);
}

std::string_view section(std::string_view path) noexcept {
  const auto dot = path.rfind('.');
  return dot == path.npos ? std::string_view() : path.substr(0, dot);
}

std::string range_text(const KeySpec& key) {
  const auto& [lower, upper, above_lower, may_be_infinite] = key.range;
  const bool has_lower = std::isfinite(lower);
  const bool has_upper = std::isfinite(upper);
  if (has_lower && has_upper) return fmt::format("from {} to {}", lower, std::uint64_t(upper));
  if (has_lower) return fmt::format("{} {}", above_lower ? "greater than" : "at least", lower);
  if (key.type == ValueType::whole) return "from 0 to 18446744073709551615";
  return {};
}

std::string choices_text(std::span<const std::string_view> choices) {
  std::string text;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (i > 0) text += i + 1 == choices.size() ? " or " : ", ";
    text += choices[i];
  }
  return text;
}

}  // namespace yieldscape
