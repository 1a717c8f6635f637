#pragma once

#include <span>
#include <string>

#include "yieldscape/config/run_config.hpp"
#include "yieldscape/config/source_text.hpp"
#include "yieldscape/config/table_source.hpp"

namespace yieldscape {

/// Interprets the text of a configuration (see read_config). `name`: of a single point that has none. `only`:
/// the one point to be kept; empty: all.
[[nodiscard]] RunConfig interpret(SourceText text, const std::string& name,
                                  std::span<const std::string> overrides, const TableSource& tables,
                                  const std::string& only = {});

}  // namespace yieldscape
