#pragma once

// Work for the simulated crew. Task times and their spread were measured on one AVX-512 machine:
// /provenance/realization_seconds of `yieldscape run`, strain 0.1, GQ thresholds, engine: auto. A request and
// a message cost 6e-7 s and 1.2e-6 s there between two ranks (tests/bench/message_cost.cpp); here they cost
// five and four times as much, for a network.

#include "simulated_crew.hpp"

namespace yieldscape::bench {

/// Seconds of computing for each rank.
inline constexpr double work_per_rank = 60;

inline constexpr MessageCosts message_costs{.serve = 3e-6, .latency = 5e-6, .look = 1e-4};

inline std::vector<Mix> mixes() {
  constexpr double sizes = 5;
  return {
      {"N = 16", {{.seconds = 5.1e-5, .spread = 0.22, .share = 1}}},
      {"N = 16, 32, 64, 128, 256",
       {{.seconds = 5.1e-5, .spread = 0.22, .share = 1 / sizes},
        {.seconds = 3.4e-4, .spread = 0.14, .share = 1 / sizes},
        {.seconds = 3.3e-3, .spread = 0.09, .share = 1 / sizes},
        {.seconds = 3.8e-2, .spread = 0.37, .share = 1 / sizes},
        {.seconds = 2.1e-1, .spread = 0.14, .share = 1 / sizes}}},
      {"0.2 s each, one 100 times longer",
       {{.seconds = 0.21, .spread = 0.14, .share = 1}, {.seconds = 21, .spread = 0, .share = 0}}},
  };
}

}  // namespace yieldscape::bench
