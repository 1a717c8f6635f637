#pragma once

#include <memory>

namespace yieldscape {

/// A group of ranks that talk to each other: a value, cheap to copy. The underlying MPI communicator is freed
/// with its last copy. MPI errors become ParallelError (see error.hpp).
class Communicator {
 public:
  struct State;

  /// All ranks of the job; needs a live Environment.
  [[nodiscard]] static Communicator world();
  /// This process alone.
  [[nodiscard]] static Communicator self();
  /// Takes over an MPI communicator; used by the functions of this room.
  explicit Communicator(std::shared_ptr<const State> state);

  [[nodiscard]] int rank() const noexcept { return rank_; }
  [[nodiscard]] int size() const noexcept { return size_; }
  [[nodiscard]] bool is_root() const noexcept { return rank_ == 0; }

  /// Collective: the ranks of equal colour (>= 0) form a new communicator, ordered by key, then by rank.
  [[nodiscard]] Communicator split(int color, int key) const;
  /// Collective: the same ranks with a message space of their own.
  [[nodiscard]] Communicator duplicate() const;
  /// Collective: returns when every rank has called it.
  void barrier() const;

  [[nodiscard]] const State& state() const noexcept { return *state_; }

 private:
  std::shared_ptr<const State> state_;
  int rank_ = 0;
  int size_ = 1;
};

}  // namespace yieldscape
