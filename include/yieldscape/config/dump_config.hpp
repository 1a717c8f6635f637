#pragma once

#include <string>

#include "yieldscape/config/run_config.hpp"

namespace yieldscape {

/// The configuration as a complete, commented file: every key with its meaning, unit, range or choices, and
/// default; sweeps written out as points. Reading it gives the same ensemble.
[[nodiscard]] std::string dump_config(const RunConfig& config);

/// The same of a small example, for a start: `yieldscape run --dump-config` without a file.
[[nodiscard]] std::string dump_default_config();

}  // namespace yieldscape
