#pragma once

#include <chrono>
#include <optional>

#include "yieldscape/io/checkpoint_files.hpp"

namespace yieldscape {

/// Decides when the checkpoints of one task are taken and written: the first after a tenth of the interval,
/// which short tasks never reach; from then on one is held in memory, fresh enough for a sudden stop, and
/// written once per interval. Of a task that a team computes together every rank has a keeper, which holds
/// its part; what is said to be collective they call together then, and the first rank decides and writes.
class CheckpointKeeper {
 public:
  /// `interval`: seconds between two writes. `exist`: an earlier session left files. `team`: more than one
  /// rank, if given; it must outlive this.
  CheckpointKeeper(const CheckpointFiles& files, double interval, bool exist,
                   const Communicator* team = nullptr);

  /// Collective: where an earlier session left the task; nothing if it is to be computed from the beginning.
  [[nodiscard]] std::optional<Checkpoint> find(const LatticePart& part) const;

  /// A look at the clock, for decisions until the next one.
  void look();
  /// Collective.
  [[nodiscard]] bool wants();
  void keep(const Checkpoint& checkpoint);
  /// Collective: what was kept is written if it is time.
  void write_if_due();
  /// Collective: the task is left, and what is held in memory is written.
  void leave();
  /// Whether there is anything to remove.
  [[nodiscard]] bool exist() const noexcept { return exist_; }
  /// The task is over, in one way or another.
  void remove();

 private:
  using Clock = std::chrono::steady_clock;
  [[nodiscard]] double seconds_since(Clock::time_point then) const;
  void write();

  CheckpointFiles files_;
  double interval_;
  const Communicator* team_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_kept_ = start_;
  Clock::time_point last_written_ = start_;
  bool wants_ = false;
  bool due_ = false;
  bool exist_;                             ///< there are files
  std::optional<EncodedCheckpoint> held_;  ///< not yet written
};

}  // namespace yieldscape
