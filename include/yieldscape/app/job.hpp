#pragma once

#include "yieldscape/app/options.hpp"
#include "yieldscape/config/run_config.hpp"
#include "yieldscape/parallel/communicator.hpp"

namespace yieldscape {

/// The validated configuration of a job. Throws ConfigurationError with all that is wrong; also if the result
/// could not be written where it should go. Touches nothing.
[[nodiscard]] RunConfig read_job(const Job& job);

/// Collective: the same on every rank. Throws ConfigurationError too if the ranks found different files.
[[nodiscard]] RunConfig read_job(const Job& job, const Communicator& world);

}  // namespace yieldscape
