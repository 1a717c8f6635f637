#pragma once

#include <string>

#include "yieldscape/app/status_file.hpp"
#include "yieldscape/io/run_directory.hpp"

namespace yieldscape {

struct RunLook {
  RunStatus status;
  std::string note;  ///< what else a person should know; empty: nothing
};

/// How a run stands, by what its sessions last said of themselves; shards are added up. A session that says
/// it goes on but is not alive is "interrupted". Without any status file, or with one that cannot be
/// understood, what the journals hold is counted. Throws IoError if there is no run.
[[nodiscard]] RunLook look_at(const RunDirectory& directory);

}  // namespace yieldscape
