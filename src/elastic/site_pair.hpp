#pragma once

#include <cstdint>

namespace yieldscape {

/// A site, or an offset, in one machine word: lattices with sides up to `longest_side`.
struct SitePair {
  std::int16_t x;
  std::int16_t y;
};
inline constexpr int longest_side = INT16_MAX;

}  // namespace yieldscape
