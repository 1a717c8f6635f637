#include "batch_work.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

namespace yieldscape {
namespace {

// Others wait so long for a word while tasks are short; looking for messages costs as much as some slips.
constexpr double polling_interval = 1e-3;  // seconds
constexpr double shortest_task = 1e-5;     // what a task costs in any case, seconds

}  // namespace

void add(const TaskReport& report, std::vector<TaskReport>& reports) {
  const bool together = !reports.empty() && report.status == TaskStatus::done &&
                        reports.back().status == TaskStatus::done &&
                        reports.back().task.point == report.task.point;
  if (!together) {
    reports.push_back(report);
    return;
  }
  TaskReport& all = reports.back();
  all.task = report.task;
  all.seconds += report.seconds;
  all.slips += report.slips;
  all.near_ties += report.near_ties;
  all.tasks += report.tasks;
  all.longest = std::max(all.longest, report.longest);
}

bool work_off(const Batch& batch, const CrewMember& member, const std::function<void()>& poll,
              std::vector<TaskReport>& reports) {
  const auto may_begin = [&] {
    return member.stop_request() == StopRequest::none && batch.seconds_each <= member.seconds_to_deadline();
  };
  const auto expect = [&](const Batch& next) {
    if (member.expect) member.expect(next);
  };
  expect(batch);
  double unpolled = 0;  // seconds
  for (std::uint32_t r = batch.realizations.first; r < batch.realizations.last; ++r) {
    if (!may_begin()) {
      expect({});
      return false;
    }
    const TaskReport report = member.perform({.point = batch.point, .realization = r}, poll);
    add(report, reports);
    unpolled += std::max(report.seconds, shortest_task);
    if (unpolled < polling_interval && report.status == TaskStatus::done) continue;
    poll();
    unpolled = 0;
  }
  return true;
}

void rest() {
  std::this_thread::sleep_for(std::chrono::microseconds(100));
}

}  // namespace yieldscape
