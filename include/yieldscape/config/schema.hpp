#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace yieldscape {

enum class ValueType {
  text,
  boolean,
  whole,    ///< 0, 1, 2, …
  real,     ///< finite unless the range says otherwise
  choice,   ///< one of a few words
  spread,   ///< one of a few words, or a real
  reals,    ///< list of reals
  lengths,  ///< two wholes
  file,     ///< path, relative to the text it stands in
};

/// What a key speaks of: the whole ensemble, or a parameter point (then a glass, a point or a sweep may set
/// it). label: a point's, without effect on the physics.
enum class Scope { ensemble, point, label };

struct Range {
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  bool above_lower = false;      ///< the lower bound itself is excluded
  bool may_be_infinite = false;  ///< .inf is a value
};

/// Everything the program knows about one key. Validation, suggestions and the commented dump all read this.
struct KeySpec {
  std::string path;  ///< dotted
  Scope scope = Scope::point;
  ValueType type = ValueType::real;
  Range range;  ///< of each number
  std::vector<std::string_view> choices;
  std::string fallback;  ///< the default as one writes it; empty: none
  std::string example;   ///< a value for the dump of keys without default
  std::string unit;
  std::string meaning;
};

/// Number of a key in the schema.
enum class KeyId : std::size_t {};
[[nodiscard]] constexpr std::size_t index(KeyId key) noexcept {
  return static_cast<std::size_t>(key);
}

/// All keys that hold one value, in the order of the dump.
[[nodiscard]] std::span<const KeySpec> schema();
[[nodiscard]] const KeySpec& spec(KeyId key);

/// The key of a full dotted path.
[[nodiscard]] std::optional<KeyId> find_key(std::string_view path);
/// The same for a path that the program itself names.
[[nodiscard]] KeyId key(std::string_view path);
/// The only key, of those a point may set, whose last component is `leaf`.
[[nodiscard]] std::optional<KeyId> find_point_key_by_leaf(std::string_view leaf);

/// Is `path` a mapping that holds keys of the schema ("thresholds.initial")?
[[nodiscard]] bool is_section(std::string_view path);
/// Names that may stand in section `path` (empty: the top), of keys and of sections.
[[nodiscard]] std::vector<std::string> names_in(std::string_view path);

/// Keys at the top that are no single values: their mappings and lists have readers of their own.
[[nodiscard]] std::span<const std::string_view> structures();

/// Keys that say the same in another way, so that only one of the two may be given: lattice.N and
/// lattice.shape, c0 and disorder_strength, age and the initial law.
[[nodiscard]] std::span<const KeyId> rivals(KeyId key);

[[nodiscard]] std::string_view leaf(std::string_view path) noexcept;
[[nodiscard]] std::string_view section(std::string_view path) noexcept;

/// "at least 0", "from 1 to 32768", "greater than 0"; empty if every number will do.
[[nodiscard]] std::string range_text(const KeySpec& key);
/// "laplacian, rotated or file"
[[nodiscard]] std::string choices_text(std::span<const std::string_view> choices);

}  // namespace yieldscape
