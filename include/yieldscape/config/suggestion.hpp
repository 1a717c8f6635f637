#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace yieldscape {

/// Number of insertions, deletions, replacements and swaps of neighbours between two words (optimal string
/// alignment). Cost: product of the lengths.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// The candidate nearest to `word`, capitals ignored; empty if none is near enough to be meant.
[[nodiscard]] std::string nearest(std::string_view word, std::span<const std::string> candidates);

}  // namespace yieldscape
