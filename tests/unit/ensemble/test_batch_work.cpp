#include "batch_work.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <limits>
#include <thread>

#include "cpu_seconds.hpp"

namespace yieldscape {
namespace {

/// How often messages are looked for in a batch of so many tasks that report so many seconds each.
int looks(std::uint32_t tasks, double seconds, TaskStatus status = TaskStatus::done) {
  const CrewMember member{.perform =
                              [&](Task task, const std::function<void()>&) {
                                return TaskReport{.task = task, .status = status, .seconds = seconds};
                              },
                          .stop_request = [] { return StopRequest::none; },
                          .seconds_to_deadline = [] { return std::numeric_limits<double>::infinity(); },
                          .show = {}};
  int count = 0;
  std::vector<TaskReport> reports;
  EXPECT_TRUE(work_off(
      {.point = 0, .realizations = {0, tasks}}, member, [&] { ++count; }, reports));
  return count;
}

TEST(BatchWork, LooksForMessagesOnceInAMillisecondOfShortTasks) {
  EXPECT_EQ(looks(1000, 50e-6), 50);
  EXPECT_EQ(looks(7, 0.3), 7);
}

TEST(BatchWork, LooksForMessagesAmongTasksThatReportNoTime) {
  EXPECT_GE(looks(1000, 0), 9);
  EXPECT_EQ(looks(7, 0, TaskStatus::failed), 7);
}

// Slept through, the clock on the wall may count for a millisecond after each look at the processor's.
TEST(CpuSeconds, CountWorkAndNotWaiting) {
  const double begin = cpu_seconds();
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const double rested = cpu_seconds();
  EXPECT_LT(rested - begin, 0.01);
  double last = rested;
  while (cpu_seconds() - rested < 0.05) {
    EXPECT_GT(cpu_seconds(), last - 0.001);
    last = cpu_seconds();
  }
  std::timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  EXPECT_NEAR(cpu_seconds(), double(now.tv_sec) + 1e-9 * double(now.tv_nsec), 0.002);
}

}  // namespace
}  // namespace yieldscape
