#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "yieldscape/config/run_config.hpp"
#include "yieldscape/config/table_source.hpp"

namespace yieldscape {

/// Reads and validates a configuration file. `overrides` are "path=value" as after --set: each wins over
/// every other place that gives the key, as long as that leaves the points different; file names in them are
/// relative to the working directory, those in a file to the file. Throws ConfigurationError with everything
/// that is wrong, sorted by place:
///   file:line:col: error: unknown key 'disoder_strength' in 'sweep' (did you mean 'disorder_strength'?)
///   <the line>
///        ^
/// `only` names the one point to be kept, so that overrides may make others alike; empty: all are kept.
/// Cost: below a second for every file of up to max_config_bytes, tables apart.
[[nodiscard]] RunConfig read_config(const std::filesystem::path& file, std::span<const std::string> overrides,
                                    const TableSource& tables, const std::string& only = {});

}  // namespace yieldscape
