#pragma once

#include <string>

namespace yieldscape {

/// What this binary was made of; recorded in every result file.
struct BuildInfo {
  std::string version;
  std::string commit;
  std::string compiler;
  std::string flags;
};

[[nodiscard]] BuildInfo build_info();

}  // namespace yieldscape
