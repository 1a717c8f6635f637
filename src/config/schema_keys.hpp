#pragma once

#include <vector>

#include "yieldscape/config/schema.hpp"

namespace yieldscape {

/// The table of keys, written down once (see schema()).
[[nodiscard]] std::vector<KeySpec> schema_keys();

}  // namespace yieldscape
