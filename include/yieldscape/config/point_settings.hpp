#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "yieldscape/config/layer.hpp"

namespace yieldscape {

/// The settings of one parameter point, all layers laid over each other: looks up values, diagnoses what is
/// missing or does not go together. A value that has been found wrong before is absent without a word.
class PointSettings {
 public:
  /// `place`: where the point stands, for keys missing altogether.
  PointSettings(Layer& layer, const Place& place, Reading& reading)
      : layer_(layer), place_(place), reading_(reading) {}

  [[nodiscard]] const Layer& layer() const noexcept { return layer_; }
  [[nodiscard]] Reading& reading() const noexcept { return reading_; }
  [[nodiscard]] const Setting* find(const std::string& path) const { return layer_[key(path)]; }

  /// The value given, or the default; diagnosed as missing if there is neither.
  template <class T>
  [[nodiscard]] std::optional<T> get(const std::string& path) {
    const Setting* setting = given_or_default(path);
    if (setting == nullptr || !setting->valid()) return std::nullopt;
    return std::get<T>(setting->value);
  }

  /// Where a key was given, else where the mapping stands that it belongs to, else where the point stands.
  [[nodiscard]] Place place_of(const std::string& path) const;

  /// Is any key of this section given?
  [[nodiscard]] bool has_section(const std::string& path) const;
  /// Diagnoses a missing key or section; `why` continues the message.
  void report_missing(const std::string& path, const std::string& why = {});
  /// Diagnoses at the key's place.
  void error(const std::string& path, std::string message);

  /// Drops `path`, which has no meaning beside the value of `decider`; diagnosed unless it comes from a
  /// weaker layer than the decider, whose choice then supersedes it.
  void drop_meaningless(const std::string& path, const std::string& decider);
  void drop_section(const std::string& path);
  /// Puts in what the program concluded itself.
  void set(const std::string& path, Value value);

 private:
  [[nodiscard]] const Setting* given_or_default(const std::string& path);

  Layer& layer_;
  Place place_;
  Reading& reading_;
};

}  // namespace yieldscape
