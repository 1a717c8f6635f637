#pragma once

#include <string>

namespace yieldscape {

/// Where the time of all ranks of a session went, in seconds of the ranks together.
struct TimeShares {
  int ranks = 1;
  double all = 0;        ///< wall time times ranks
  double physics = 0;    ///< CPU time in the physics
  double journals = 0;   ///< writing and syncing records
  double rendering = 0;  ///< the result file
};

/// "of the 2 ranks' time: physics 91.2 %, journals 3.1 %, …"; what is left is start-up, messages and waiting.
[[nodiscard]] std::string describe(const TimeShares& shares);

}  // namespace yieldscape
