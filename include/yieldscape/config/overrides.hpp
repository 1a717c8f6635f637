#pragma once

#include <span>
#include <string>

#include "yieldscape/config/layer.hpp"

namespace yieldscape {

/// What the command line changes: single keys as a layer of their own, and whole structures (sweep, points,
/// glasses, ranks_per_realization, or one key of them) in the document.
struct Overridden {
  Layer layer;
  NodePtr root;
};

/// Applies "path=value" overrides, the later ones winning, to the document `root`.
[[nodiscard]] Overridden apply_overrides(const NodePtr& root, std::span<const std::string> overrides,
                                         Reading& reading);

}  // namespace yieldscape
