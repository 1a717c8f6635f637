#include "yieldscape/parallel/watchdog.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <cstdlib>

#include "calls_returned.hpp"

namespace yieldscape {
namespace {

using std::chrono::milliseconds;

void wait_in_vain(milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < end) {
  }
}

// Long before it would bite, an MPI call returns, again and again.
void wait_with_signs_of_life(milliseconds time) {
  const auto end = std::chrono::steady_clock::now() + time;
  while (std::chrono::steady_clock::now() < end) note_call_returned();
}

TEST(WatchdogDeathTest, BitesWhenNothingReturns) {
  EXPECT_EXIT(
      {
        const Watchdog watchdog(0.1, 6, "rank 3 waits");
        wait_in_vain(milliseconds(20000));
      },
      testing::ExitedWithCode(6), "yieldscape: rank 3 waits");
}

TEST(WatchdogDeathTest, CountsFromTheLastCall) {
  EXPECT_EXIT(
      {
        const Watchdog watchdog(0.2, 6, "too early");
        wait_with_signs_of_life(milliseconds(600));
        const Watchdog late(0.1, 71, "in time");
        wait_in_vain(milliseconds(20000));
      },
      testing::ExitedWithCode(71), "in time");
}

TEST(WatchdogDeathTest, IsGoneWithItsObject) {
  EXPECT_EXIT(
      {
        { const Watchdog watchdog(0.1, 6, "bites though it is gone"); }
        wait_in_vain(milliseconds(300));
        std::_Exit(0);
      },
      testing::ExitedWithCode(0), "");
}

TEST(WatchdogDeathTest, TheOuterOneReturnsAfterTheInner) {
  EXPECT_EXIT(
      {
        const Watchdog outer(0.2, 6, "outer");
        {
          const Watchdog inner(1000, 71, "inner");
          wait_in_vain(milliseconds(500));
        }
        wait_in_vain(milliseconds(20000));
      },
      testing::ExitedWithCode(6), "outer");
}

}  // namespace
}  // namespace yieldscape
