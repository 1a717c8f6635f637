#pragma once

#include <map>
#include <string>

#include "yieldscape/core/simd.hpp"
#include "yieldscape/parallel/communicator.hpp"

namespace yieldscape {

/// The ranks of one host and the processors the launcher lets them use.
struct HostRanks {
  int ranks = 0;
  int fewest_processors = 0;          ///< of a rank
  int all_processors = 0;             ///< of all ranks together
  int host_processors = 0;            ///< of the machine
  SimdPath loops = SimdPath::avx512;  ///< what the hot loops use there
};

/// On the root, by host name; elsewhere empty. Collective.
[[nodiscard]] std::map<std::string, HostRanks> rank_places(const Communicator& world);

/// "n1 x4, n2 x4"
[[nodiscard]] std::string describe_hosts(const std::map<std::string, HostRanks>& places);

/// "each bound to 1 processor", "not bound", or what is wrong: ranks that share processors wait for each
/// other.
[[nodiscard]] std::string describe_binding(const std::map<std::string, HostRanks>& places);

/// "avx512 loops"; where hosts differ, how many have the slowest ones; a word of warning for those without
/// FMA.
[[nodiscard]] std::string describe_loops(const std::map<std::string, HostRanks>& places);

}  // namespace yieldscape
