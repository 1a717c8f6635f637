#include "yieldscape/app/task_performer.hpp"

#include <fmt/format.h>

#include "yieldscape/core/error.hpp"

namespace yieldscape {
namespace {

// Looking for messages, signals and the time costs as much as a small avalanche: not after every one.
constexpr std::uint32_t avalanches_between_looks = 64;

constexpr std::uint32_t most_warnings = 10;

}  // namespace

TaskPerformer::TaskPerformer(const EnsembleSpec& spec, JournalWriter& journal, std::function<bool()> leave)
    : spec_(&spec), journal_(&journal), leave_(std::move(leave)) {}

void TaskPerformer::warn(const Point& point, std::uint32_t realization, const char* reason) {
  if (++warnings_ > most_warnings) return;
  fmt::print(stderr, "yieldscape: warning: realization {} of point '{}' failed: {}{}\n", realization,
             point.labels().name, reason,
             warnings_ == most_warnings ? " (further failures on this rank are only counted)" : "");
}

const Medium& TaskPerformer::medium_of(std::uint32_t point) {
  if (!medium_ || medium_point_ != point) {
    medium_.reset();
    medium_ = std::make_unique<Medium>(spec_->points[point].params());
    medium_point_ = point;
  }
  return *medium_;
}

const SharedMedium& TaskPerformer::shared_medium_of(std::uint32_t point, const Communicator& team) {
  if (!shared_medium_ || shared_point_ != point) {
    medium_.reset();
    shared_medium_.reset();
    shared_medium_ = std::make_unique<SharedMedium>(team, spec_->points[point].params());
    shared_point_ = point;
  }
  return *shared_medium_;
}

TaskReport TaskPerformer::together(Task task, const Communicator& team, const std::function<void()>& poll) {
  const TaskId id{.point = spec_->points[task.point].hash(), .realization = task.realization};
  const auto look = [&] {
    poll();
    journal_->sync_if_due();
    return leave_() ? Verdict::stop : Verdict::go_on;
  };
  const bool writes = team.is_root();
  if (writes) journal_->start(id);
  std::optional<RealizationResult> result;
  try {
    result = run_realization(*spec_, shared_medium_of(task.point, team), task, look);
  } catch (const Error&) {
    throw;  // the world's fault (a message, a file), not the realization's
  } catch (const std::exception& error) {
    if (writes) {
      journal_->failed(id, error.what());
      warn(spec_->points[task.point], task.realization, error.what());
    }
    return {.task = task, .status = TaskStatus::failed};
  }
  if (!result) return {.task = task, .status = TaskStatus::given_up};
  if (writes) journal_->done(id, *result);
  return {.task = task,
          .status = TaskStatus::done,
          .seconds = result->seconds,
          .slips = result->slips,
          .near_ties = result->near_ties};
}

TaskReport TaskPerformer::operator()(Task task, const std::function<void()>& poll) {
  const TaskId id{.point = spec_->points[task.point].hash(), .realization = task.realization};
  std::uint32_t avalanches = 0;
  const auto after_avalanche = [&] {
    if (++avalanches % avalanches_between_looks != 0) return Verdict::go_on;
    poll();
    journal_->sync_if_due();
    return leave_() ? Verdict::stop : Verdict::go_on;
  };

  journal_->start(id);
  std::optional<RealizationResult> result;
  try {
    result = run_realization(*spec_, medium_of(task.point), task, after_avalanche);
  } catch (const Error&) {
    throw;  // the world's fault (a message, a file), not the realization's
  } catch (const std::exception& error) {
    journal_->failed(id, error.what());
    warn(spec_->points[task.point], task.realization, error.what());
    return {.task = task, .status = TaskStatus::failed};
  }
  if (!result) return {.task = task, .status = TaskStatus::given_up};
  journal_->done(id, *result);
  return {.task = task,
          .status = TaskStatus::done,
          .seconds = result->seconds,
          .slips = result->slips,
          .near_ties = result->near_ties};
}

}  // namespace yieldscape
