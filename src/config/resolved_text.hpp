#pragma once

#include <span>
#include <string>

#include "yieldscape/config/point_list.hpp"
#include "yieldscape/config/run_config.hpp"

namespace yieldscape {

/// A complete, commented configuration of an interpreted ensemble: `ensemble` holds the keys of the whole,
/// each of `points` all that has a meaning for it. What all points share stands at the top.
[[nodiscard]] std::string resolved_text(const Layer& ensemble, std::span<const PlannedPoint> points,
                                        const RanksPerRealization& ranks);

}  // namespace yieldscape
