#pragma once

#include <cstdint>

namespace yieldscape {

/// The random parts of a site's renewals at sixteen visits in a row.
struct DrawBatch {
  static constexpr std::uint32_t visits = 16;
  double shape[visits];      ///< of the slip: ε_0 in units of its mean
  double threshold[visits];  ///< σ_c after the slip, LJ stress
};

}  // namespace yieldscape
