#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "yieldscape/config/diagnostics.hpp"
#include "yieldscape/config/schema.hpp"
#include "yieldscape/config/setting.hpp"

namespace yieldscape {

/// Keys given together: by the top of the file, a glass, a point, one value of a sweep, or the command line.
/// One entry per key of the schema, nullptr where the key is not given. Does not own the settings.
class Layer {
 public:
  Layer() : settings_(schema().size(), nullptr) {}

  [[nodiscard]] const Setting* operator[](KeyId key) const noexcept { return settings_[index(key)]; }
  [[nodiscard]] const Setting*& operator[](KeyId key) noexcept { return settings_[index(key)]; }
  /// Keys given, in the order of the schema.
  [[nodiscard]] std::vector<KeyId> keys() const;

  /// Lays `upper` over this layer: its keys replace, and their rivals vanish from below.
  void overlay(const Layer& upper);

  friend bool operator==(const Layer&, const Layer&) = default;

 private:
  std::vector<const Setting*> settings_;
};

/// Keeps what a configuration is made of alive and collects what is wrong with it, while it is read.
struct Reading {
  std::deque<SourceText> sources;
  std::deque<Setting> settings;
  Diagnostics diagnostics;
  std::vector<std::string>
      meant;  ///< paths suggested for misspelt keys; nobody complains that they are missing
  std::vector<const Setting*> concluded;

  /// The setting of a key that was not given: its default, or what follows from other keys. The same value is
  /// the same setting.
  const Setting* concluded_setting(KeyId key, Value value);
  const Setting* default_setting(KeyId key) { return concluded_setting(key, default_value(key)); }
};

/// Where keys are collected from.
struct Origin {
  Role role = Role::top;
  std::string title;  ///< for messages: "'sweep'", "'glasses.ESL'"; empty at the top
};

/// Reads the keys of `mapping`, nested or dotted, into `layer`. Diagnoses unknown keys, duplicates, keys out
/// of place, wrong values, and rivals given together.
void collect(const Node& mapping, const Origin& origin, Layer& layer, Reading& reading);

/// Reads the value of one key or section, `name` being its path or, but at the top and in glasses, its last
/// component if that says which key is meant.
void collect_one(const std::string& name, const Place& name_place, const NodePtr& value, const Origin& origin,
                 Layer& layer, Reading& reading);

/// Diagnoses keys that stand twice in `mapping`.
void check_duplicates(const Node& mapping, Reading& reading);

/// "unknown key 'x' in 'y' (did you mean 'z'?)"; `also`: names that are possible beside those of the schema.
void report_unknown(const std::string& name, const Place& place, std::string_view section,
                    const Origin& origin, const std::vector<std::string>& also, Reading& reading);

/// Free for notes.
[[nodiscard]] inline bool is_note(std::string_view key) noexcept {
  return key.starts_with("x-");
}

}  // namespace yieldscape
