#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "yieldscape/app/checkpoint_keeper.hpp"
#include "yieldscape/ensemble/crew.hpp"
#include "yieldscape/ensemble/shared_realization.hpp"
#include "yieldscape/io/journal.hpp"
#include "yieldscape/io/run_directory.hpp"

namespace yieldscape {

/// How long realizations keep their progress.
struct CheckpointPlan {
  RunDirectory directory;
  double interval = 0;           ///< seconds between two writes
  std::vector<TaskId> existing;  ///< left by earlier sessions, sorted
};

/// What one rank does with a task: computes it, keeps its progress if it takes long, and writes its journal.
class TaskPerformer {
 public:
  /// `leave` is asked after every few avalanches whether to give the realization up. `begun_before`: tasks
  /// under way when an earlier session was killed, sorted. All but it must outlive this.
  TaskPerformer(const EnsembleSpec& spec, JournalWriter& journal, CheckpointPlan checkpoints,
                std::vector<TaskId> begun_before, std::function<bool()> leave);

  /// The tasks that come next, in order. They are noted as begun together, since a batch of several is so
  /// short that a kill may cost all of it; but those begun before are begun alone, so that the one which
  /// kills its rank is soon known.
  void expect(const Batch& batch);

  /// A realization that cannot be completed is recorded as failed. Throws IoError if the journal cannot be
  /// written.
  TaskReport operator()(Task task, const std::function<void()>& poll);

  /// The same by all ranks of a team, which call it together. The first of them writes its journal.
  TaskReport together(Task task, const Communicator& team, const std::function<void()>& poll);
  /// All ranks of the team let go what they keep together.
  void dissolve() { shared_medium_.reset(); }

 private:
  /// Notes in the journal that a task is begun, unless that was noted.
  void begin(Task task, std::uint64_t grid);
  [[nodiscard]] bool is_begun_alone(const TaskId& task) const;
  [[nodiscard]] TaskId id_of(Task task) const;
  [[nodiscard]] CheckpointKeeper keeper_of(Task task, const Communicator* team) const;
  /// Looks about after every `pause` avalanches. All it is given must outlive it. Collective in a team.
  [[nodiscard]] RealizationWatch watch(CheckpointKeeper& keeper, const LatticePart& part, std::uint32_t pause,
                                       const std::function<void()>& poll);
  /// `run` computes, watched; of several ranks that do so one `writes`.
  template <class Run>
  TaskReport perform(Task task, CheckpointKeeper& keeper, RealizationWatch watch, bool writes,
                     const Run& run);
  const Medium& medium_of(std::uint32_t point);
  [[nodiscard]] const SharedMedium& shared_medium_of(std::uint32_t point, const Communicator& team);
  void warn(const Point& point, std::uint32_t realization, const char* reason);

  const EnsembleSpec* spec_;
  JournalWriter* journal_;
  CheckpointPlan checkpoints_;
  std::vector<TaskId> begun_before_;
  Batch coming_;            ///< the tasks announced
  RealizationRange noted_;  ///< those of them noted as begun and not yet performed
  Hash128 run_;
  std::function<bool()> leave_;
  std::unique_ptr<SharedMedium> shared_medium_;  ///< of the team
  std::uint32_t shared_point_ = 0;
  std::unique_ptr<Medium> medium_;  ///< of the point worked on last: tasks come point by point
  std::uint32_t medium_point_ = 0;
  std::uint32_t warnings_ = 0;
};

}  // namespace yieldscape
