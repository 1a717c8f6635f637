#include <gtest/gtest.h>

#include "simulated_mixes.hpp"
#include "yieldscape/ensemble/schedule.hpp"

namespace yieldscape::bench {
namespace {

TEST(SimulatedCrew, IsBusyWhateverTheMixAndItsControllerKeepsUp) {
  for (const Mix& mix : mixes()) {
    for (const std::uint32_t ranks : {1U, 2U, 100U, 1000U, 10000U}) {
      const CrewSimulation crew = simulate_crew(ranks, mix, work_per_rank, message_costs);
      EXPECT_GT(crew.busy_fraction, 0.99) << mix.name << ", " << ranks << " ranks";
      EXPECT_LT(crew.controller_serving, 0.3) << mix.name << ", " << ranks << " ranks";
    }
  }
}

TEST(SimulatedCrew, OneTaskAtATimeWouldNotDo) {
  // What batches are for: a controller that hands out single short tasks is the bottleneck.
  const double requests_per_second = 10000 / mixes().front().kinds.front().seconds;
  EXPECT_GT(requests_per_second * message_costs.serve, 100);
  EXPECT_GT(batch_seconds(10000), 1000 * mixes().front().kinds.front().seconds);
}

TEST(SimulatedCrew, SpendsAllTheWork) {
  const CrewSimulation alone = simulate_crew(1, {"", {{.seconds = 0.01}}}, 5, message_costs);
  EXPECT_NEAR(alone.seconds, 5, 1e-9);
  EXPECT_NEAR(alone.busy_fraction, 1, 1e-12);
}

}  // namespace
}  // namespace yieldscape::bench
