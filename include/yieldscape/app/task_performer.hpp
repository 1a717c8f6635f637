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
  /// `leave` is asked after every few avalanches whether to give the realization up. All must outlive this.
  TaskPerformer(const EnsembleSpec& spec, JournalWriter& journal, CheckpointPlan checkpoints,
                std::function<bool()> leave);

  /// A realization that cannot be completed is recorded as failed. Throws IoError if the journal cannot be
  /// written.
  TaskReport operator()(Task task, const std::function<void()>& poll);

  /// The same by all ranks of a team, which call it together. The first of them writes its journal.
  TaskReport together(Task task, const Communicator& team, const std::function<void()>& poll);
  /// All ranks of the team let go what they keep together.
  void dissolve() { shared_medium_.reset(); }

 private:
  const Medium& medium_of(std::uint32_t point);
  void warn(const Point& point, std::uint32_t realization, const char* reason);

  const EnsembleSpec* spec_;
  JournalWriter* journal_;
  CheckpointPlan checkpoints_;
  Hash128 run_;
  std::function<bool()> leave_;
  [[nodiscard]] const SharedMedium& shared_medium_of(std::uint32_t point, const Communicator& team);

  std::unique_ptr<SharedMedium> shared_medium_;  ///< of the team
  std::uint32_t shared_point_ = 0;
  std::unique_ptr<Medium> medium_;  ///< of the point worked on last: tasks come point by point
  std::uint32_t medium_point_ = 0;
  std::uint32_t warnings_ = 0;
};

}  // namespace yieldscape
