#pragma once

#include <filesystem>

#include "yieldscape/config/run_config.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/io/run_directory.hpp"
#include "yieldscape/parallel/communicator.hpp"

namespace yieldscape {

/// Writes the result file from the journals, and says so. Collective. Returns `stopped_early` if realizations
/// are missing, `failed_realizations` if some failed, else `complete`.
ExitCode render_result(const RunConfig& config, const RunDirectory& directory,
                       const std::filesystem::path& output, const Communicator& world, bool quiet);

}  // namespace yieldscape
