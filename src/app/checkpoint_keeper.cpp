#include "yieldscape/app/checkpoint_keeper.hpp"

#include <algorithm>

namespace yieldscape {
namespace {

constexpr double first_after = 0.1;    // of the interval
constexpr double seconds_to_copy = 1;  // at most one copy of a state in this time
constexpr double copies_per_interval = 10;

}  // namespace

CheckpointKeeper::CheckpointKeeper(const CheckpointFiles& files, double interval, bool exist)
    : files_(files), interval_(interval), exist_(exist) {}

std::optional<Checkpoint> CheckpointKeeper::find(Lattice lattice) const {
  return exist_ ? files_.read(lattice) : std::nullopt;
}

double CheckpointKeeper::seconds_since(Clock::time_point then) const {
  return std::chrono::duration<double>(Clock::now() - then).count();
}

void CheckpointKeeper::look() {
  wants_ = seconds_since(start_) >= first_after * interval_ &&
           seconds_since(last_kept_) >= std::min(seconds_to_copy, interval_ / copies_per_interval);
}

void CheckpointKeeper::keep(const Checkpoint& checkpoint) {
  held_ = encode(checkpoint);
  last_kept_ = Clock::now();
  wants_ = false;
  if (seconds_since(last_written_) >= interval_) write();
}

void CheckpointKeeper::leave() {
  if (!held_.empty()) write();
}

void CheckpointKeeper::write() {
  files_.write(held_);
  held_.clear();
  exist_ = true;
  last_written_ = Clock::now();
}

void CheckpointKeeper::remove() {
  if (exist_) files_.remove();
}

}  // namespace yieldscape
