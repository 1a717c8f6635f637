#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "yieldscape/io/checkpoint_files.hpp"

namespace yieldscape {

/// Decides when the checkpoints of one task are taken and written: the first after a tenth of the interval,
/// which short tasks never reach; from then on one is held in memory, fresh enough for a sudden stop, and
/// written once per interval.
class CheckpointKeeper {
 public:
  /// `interval`: seconds between two writes. `exist`: an earlier session left files.
  CheckpointKeeper(const CheckpointFiles& files, double interval, bool exist);

  /// Where an earlier session left the task; nothing if it is to be computed from the beginning.
  [[nodiscard]] std::optional<Checkpoint> find(Lattice lattice) const;

  /// A look at the clock, for decisions until the next one.
  void look();
  [[nodiscard]] bool wants() const noexcept { return wants_; }
  void keep(const Checkpoint& checkpoint);
  /// The task is left: what is held in memory is written.
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
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_kept_ = start_;
  Clock::time_point last_written_ = start_;
  bool wants_ = false;
  bool exist_;                   ///< there are files
  std::vector<std::byte> held_;  ///< not yet written
};

}  // namespace yieldscape
