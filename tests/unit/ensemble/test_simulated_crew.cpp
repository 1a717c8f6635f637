#include <gtest/gtest.h>

#include "simulated_mixes.hpp"
#include "yieldscape/ensemble/schedule.hpp"

namespace yieldscape::bench {
namespace {

double busy(std::uint32_t ranks, const Mix& mix) {
  return simulate_crew(ranks, mix, work_per_rank, message_costs).busy_fraction;
}

TEST(SimulatedCrew, IsBusyWhateverTheMixAndTheNumberOfRanks) {
  for (const Mix& mix : mixes()) {
    for (const std::uint32_t ranks : {1U, 2U, 10U, 100U, 1000U, 10000U}) {
      EXPECT_GT(busy(ranks, mix), 0.97) << mix.name << ", " << ranks << " ranks";
    }
  }
}

TEST(SimulatedCrew, TheControllerServesInAQuarterOfItsTimeAtMost) {
  for (const Mix& mix : mixes()) {
    EXPECT_LT(simulate_crew(10000, mix, work_per_rank, message_costs).controller_serving, 0.3) << mix.name;
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
