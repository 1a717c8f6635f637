#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "yieldscape/ensemble/crew.hpp"
#include "yieldscape/io/journal.hpp"

namespace yieldscape {

/// What one rank does with a task: computes it and writes its journal.
class TaskPerformer {
 public:
  /// `leave` is asked after every few avalanches whether to give the realization up. All must outlive this.
  TaskPerformer(const EnsembleSpec& spec, JournalWriter& journal, std::function<bool()> leave);

  /// A realization that cannot be completed is recorded as failed. Throws IoError if the journal cannot be
  /// written.
  TaskReport operator()(Task task, const std::function<void()>& poll);

 private:
  const Medium& medium_of(std::uint32_t point);

  const EnsembleSpec* spec_;
  JournalWriter* journal_;
  std::function<bool()> leave_;
  std::unique_ptr<Medium> medium_;  ///< of the point worked on last: tasks come point by point
  std::uint32_t medium_point_ = 0;
};

}  // namespace yieldscape
