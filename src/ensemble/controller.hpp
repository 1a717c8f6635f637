#pragma once

#include <chrono>
#include <span>

#include "team.hpp"

namespace yieldscape {

/// Rank 0: hands out batches, gathers reports, and computes whenever nobody asks.
class Controller {
 public:
  /// `team`: of this rank; `teams`: how many there are.
  Controller(const Communicator& communicator, Schedule schedule, const CrewMember& member, Team team,
             int teams);

  Progress run();

 private:
  using Clock = std::chrono::steady_clock;

  void try_suspects();       // this rank alone, while the others wait for their first batch
  void serve();              // answers all requests that have arrived
  void look();               // the same, but not too often
  void compute_own_batch();  // one batch by this rank
  void compute(const Batch& batch, const std::function<void()>& poll);
  void listen();
  void watch_silence();
  [[nodiscard]] bool sign_is_due();
  void give_sign_of_life();
  void end();  // tells all others that no work is left anywhere
  [[nodiscard]] Batch next_batch(int leader, std::uint32_t ranks);
  void hand_out(const Batch& batch, int leader, std::uint32_t ranks);
  [[nodiscard]] std::span<LastWord> team_words(int leader, std::uint32_t ranks);
  void take(const TaskReport& report, int leader, std::uint32_t ranks);
  void show_progress();

  const Communicator& communicator_;
  Schedule schedule_;
  const CrewMember& member_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point last_shown_ = start_;
  Clock::time_point next_look_ = start_;
  Progress progress_;
  CrewState state_;                       // all but the silence of the ranks
  std::vector<Clock::time_point> heard_;  // by rank
  std::uint64_t handed_out_ = 0;
  Team team_;
  std::vector<double> next_report_;  // by rank, seconds of silence; infinity: is not expected to speak
  std::vector<bool> leads_;          // by rank: speaks for a team, or did
  Clock::time_point last_sign_ = start_;
  Clock::time_point last_listened_ = start_;
  int working_teams_;  // others that have not said goodbye
  bool stopping_ = false;
};

}  // namespace yieldscape
