#pragma once

#include <functional>
#include <optional>
#include <string>

namespace yieldscape {

/// Value of an environment variable, nullptr if unset: std::getenv, or a stand-in in tests.
using EnvironmentLookup = std::function<const char*(const char*)>;

/// A process that believes to be rank 0 of 1 although its launcher started several (another MPI's mpirun, or
/// srun without a matching --mpi plugin): N copies would all compute the same tasks. Returns what to tell the
/// user, or nothing if `world_size` and the launcher agree.
[[nodiscard]] std::optional<std::string> singleton_under_launcher(int world_size,
                                                                  const EnvironmentLookup& lookup);

}  // namespace yieldscape
