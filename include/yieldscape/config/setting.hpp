#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "yieldscape/config/document.hpp"
#include "yieldscape/config/schema.hpp"

namespace yieldscape {

/// A value read and found to be of the right type and within its range; monostate: it was not, and a
/// diagnostic says so.
using Value = std::variant<std::monostate, double, std::uint64_t, bool, std::string, std::vector<double>>;

/// Who gives a key, from the weakest to the strongest, and with that which keys may be given.
enum class Role { glass, top, point, sweep, override };

/// One key as given somewhere in the configuration.
struct Setting {
  KeyId key{};
  Value value;
  NodePtr node;   ///< where the value stands
  Place section;  ///< key of the mapping it stands in: the place of what is missing beside it
  Role role = Role::glass;
  bool is_default = false;  ///< not given by anybody

  [[nodiscard]] bool valid() const noexcept { return !std::holds_alternative<std::monostate>(value); }
};

/// Reads a value as its key demands, with a diagnostic if it cannot be.
[[nodiscard]] Value read_value(const KeySpec& key, const Node& node, Diagnostics& diagnostics);

/// The default of a key; monostate if it has none.
[[nodiscard]] const Value& default_value(KeyId key);

/// The value as the dump writes it: shortest exact numbers, quotes only where needed, absolute paths.
[[nodiscard]] std::string written(const Setting& setting);
[[nodiscard]] std::string written(const Value& value);

/// A text as a YAML scalar that reads back the same, in lists and mappings of either style.
[[nodiscard]] std::string quoted_if_needed(std::string_view text);

/// The file a `file` key names, relative paths taken from the directory of the text it stands in.
[[nodiscard]] std::filesystem::path file_of(const Setting& setting);

}  // namespace yieldscape
