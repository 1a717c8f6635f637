#pragma once

#include "yieldscape/app/options.hpp"
#include "yieldscape/core/error.hpp"

namespace yieldscape {

/// Carries a verb out, with MPI around it where the verb works on several ranks. An error that all
/// ranks share is said once; one that a single rank meets ends the whole job with its exit code.
ExitCode carry_out(const Options& options, int& argc, char**& argv);

}  // namespace yieldscape
