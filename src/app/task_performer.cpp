#include "yieldscape/app/task_performer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "yieldscape/core/error.hpp"

namespace yieldscape {
namespace {

// Looking for messages, signals and the time costs as much as a small avalanche: not after every one. On a
// large lattice an avalanche takes so long that it is nothing beside it.
std::uint32_t avalanches_between_looks(Lattice lattice) {
  constexpr std::size_t most = 64;
  constexpr std::size_t sites_between_looks = most * 64 * 64;
  return std::uint32_t(std::clamp<std::size_t>(sites_between_looks / lattice.sites(), 1, most));
}

constexpr std::uint32_t most_warnings = 10;

}  // namespace

TaskPerformer::TaskPerformer(const EnsembleSpec& spec, JournalWriter& journal, CheckpointPlan checkpoints,
                             std::vector<TaskId> begun_before, std::function<bool()> leave)
    : spec_(&spec),
      journal_(&journal),
      checkpoints_(std::move(checkpoints)),
      begun_before_(std::move(begun_before)),
      run_(hash128(canonical_text(spec))),
      leave_(std::move(leave)) {}

void TaskPerformer::expect(const Batch& batch) {
  if (noted_.first < noted_.last) journal_->end();  // they are not begun after all
  noted_ = {};
  coming_ = batch;
}

bool TaskPerformer::is_begun_alone(const TaskId& task) const {
  return std::ranges::binary_search(begun_before_, task) ||
         std::ranges::binary_search(checkpoints_.existing, task);
}

void TaskPerformer::begin(Task task, std::uint64_t grid) {
  if (noted_.first < noted_.last) {
    EXPECTS(task.point == coming_.point && task.realization == noted_.first);
    ++noted_.first;
    return;
  }
  std::vector<TaskId> together{id_of(task)};
  if (is_begun_alone(together.front())) return journal_->start(together.front(), grid);
  TaskId next = together.front();
  while (++next.realization < coming_.realizations.last && !is_begun_alone(next)) together.push_back(next);
  journal_->start(together);
  noted_ = {.first = task.realization + 1, .last = task.realization + std::uint32_t(together.size())};
}

TaskId TaskPerformer::id_of(Task task) const {
  return {.point = spec_->points[task.point].hash(), .realization = task.realization};
}

CheckpointKeeper TaskPerformer::keeper_of(Task task, const Communicator* team) const {
  const TaskId id = id_of(task);
  return {CheckpointFiles(checkpoints_.directory, run_, id), checkpoints_.interval,
          std::ranges::binary_search(checkpoints_.existing, id), team};
}

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

RealizationWatch TaskPerformer::watch(CheckpointKeeper& keeper, const LatticePart& part, std::uint32_t pause,
                                      const std::function<void()>& poll) {
  return {.after_avalanche =
              [this, &keeper, &poll, pause, avalanches = std::uint32_t(0)]() mutable {
                if (++avalanches % pause != 0) return Verdict::go_on;
                poll();
                journal_->sync_if_due();
                keeper.look();
                return leave_() ? Verdict::stop : Verdict::go_on;
              },
          .wants_checkpoint = [&keeper] { return keeper.wants(); },
          .keep = [&keeper](const Checkpoint& checkpoint) { keeper.keep(checkpoint); },
          .write = [&keeper] { keeper.write_if_due(); },
          .from = keeper.find(part)};
}

template <class Run>
TaskReport TaskPerformer::perform(Task task, CheckpointKeeper& keeper, RealizationWatch watch, bool writes,
                                  const Run& run) {
  const TaskId id = id_of(task);
  if (writes) begin(task, watch.from ? watch.from->next_grid : 0);
  // Of a realization that was taken up, the report counts what this session adds.
  const double earlier_seconds = watch.from ? watch.from->seconds : 0;
  const std::uint64_t earlier_slips = watch.from ? watch.from->state.slips : 0;
  std::optional<RealizationResult> result;
  try {
    result = run(std::move(watch));
  } catch (const Error&) {
    throw;  // the world's fault (a message, a file), not the realization's
  } catch (const std::exception& error) {
    if (writes) {
      journal_->failed(id, error.what());
      keeper.remove();
      warn(spec_->points[task.point], task.realization, error.what());
    }
    return {.task = task, .status = TaskStatus::failed};
  }
  if (!result) {
    if (writes) journal_->end();  // at once: the launcher may kill this process within a second
    noted_ = {};
    keeper.leave();
    return {.task = task, .status = TaskStatus::given_up};
  }
  if (writes) {
    journal_->done(id, *result);
    if (keeper.exist()) {
      journal_->sync();
      keeper.remove();
    }
  }
  return {.task = task,
          .status = TaskStatus::done,
          .seconds = result->seconds - earlier_seconds,
          .slips = result->slips - earlier_slips,
          .near_ties = result->near_ties,
          .longest = result->seconds};
}

TaskReport TaskPerformer::operator()(Task task, const std::function<void()>& poll) {
  const Lattice lattice = spec_->points[task.point].params().lattice;
  CheckpointKeeper keeper = keeper_of(task, nullptr);
  return perform(task, keeper, watch(keeper, lattice, avalanches_between_looks(lattice), poll), true,
                 [&](RealizationWatch&& watch) {
                   return run_realization(*spec_, medium_of(task.point), task, std::move(watch));
                 });
}

TaskReport TaskPerformer::together(Task task, const Communicator& team, const std::function<void()>& poll) {
  const Lattice lattice = spec_->points[task.point].params().lattice;
  CheckpointKeeper keeper = keeper_of(task, &team);
  const LatticePart part = slab_of(lattice, team.rank(), team.size());
  return perform(task, keeper, watch(keeper, part, 1, poll), team.is_root(), [&](RealizationWatch&& watch) {
    return run_realization(*spec_, shared_medium_of(task.point, team), task, std::move(watch));
  });
}

}  // namespace yieldscape
