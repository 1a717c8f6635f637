#include "yieldscape/app/checkpoint_keeper.hpp"

#include <algorithm>

#include "yieldscape/parallel/collectives.hpp"

namespace yieldscape {
namespace {

constexpr double first_after = 0.1;    // of the interval
constexpr double seconds_to_copy = 1;  // at most one copy of a state in this time
constexpr double copies_per_interval = 10;

}  // namespace

CheckpointKeeper::CheckpointKeeper(const CheckpointFiles& files, double interval, bool exist,
                                   const Communicator* team)
    : files_(files), interval_(interval), team_(team), exist_(exist) {}

std::optional<Checkpoint> CheckpointKeeper::find(const LatticePart& part) const {
  if (!exist_) return std::nullopt;
  return team_ != nullptr ? files_.read(*team_, part) : files_.read(part.lattice());
}

double CheckpointKeeper::seconds_since(Clock::time_point then) const {
  return std::chrono::duration<double>(Clock::now() - then).count();
}

void CheckpointKeeper::look() {
  wants_ = seconds_since(start_) >= first_after * interval_ &&
           seconds_since(last_kept_) >= std::min(seconds_to_copy, interval_ / copies_per_interval);
}

bool CheckpointKeeper::wants() {
  due_ = wants_ && seconds_since(last_written_) >= interval_;
  if (team_ != nullptr) {
    const int agreed = broadcast(*team_, int(wants_) + int(due_));
    wants_ = agreed > 0;
    due_ = agreed > 1;
  }
  return wants_;
}

void CheckpointKeeper::keep(const Checkpoint& checkpoint) {
  held_ = encode(checkpoint);
  last_kept_ = Clock::now();
  wants_ = false;
}

void CheckpointKeeper::write_if_due() {
  if (due_) write();
}

void CheckpointKeeper::leave() {
  if (held_) write();
}

void CheckpointKeeper::write() {
  if (team_ != nullptr) {
    files_.write(*team_, *held_);
  } else {
    files_.write(*held_);
  }
  held_.reset();
  due_ = false;
  exist_ = true;
  last_written_ = Clock::now();
}

void CheckpointKeeper::remove() {
  if (exist_) files_.remove();
}

}  // namespace yieldscape
