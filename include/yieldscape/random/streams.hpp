#pragma once

#include <cstdint>

namespace yieldscape {

/// The one list of random streams: every random number of the program belongs to one of them.
enum class Stream : std::uint32_t {
  initial_threshold = 0,  ///< visit: redraws made before (0 without initial internal stress); second word
  renewal = 1,         ///< visit: slips the site has made before; first word the slip, second the threshold
  initial_stress = 2,  ///< visit 0: eigenstrain of the initial internal stress; second word
  bootstrap = 3,       ///< resampling for intervals, not physics; site: draw, visit: replicate; first word
};

}  // namespace yieldscape
