#pragma once

#include <cstdint>
#include <vector>

#include "yieldscape/ensemble/crew.hpp"

namespace yieldscape {

/// Lengths of the teams that `ranks` ranks in a row form: as many of `size` as fit, and one of the rest.
[[nodiscard]] std::vector<std::uint32_t> team_sizes(std::uint32_t ranks, std::uint32_t size);

/// The ranks with which this one computes. The first of a team leads it: it asks the controller for work and
/// tells the others what to do. A team that finds no more work of its size splits.
class Team {
 public:
  /// Collective over the crew, which forms teams of `size` and one of the rest.
  Team(const Communicator& crew, std::uint32_t size, const CrewMember& member);

  [[nodiscard]] bool leads() const noexcept { return ranks_.is_root(); }
  [[nodiscard]] std::uint32_t size() const noexcept { return std::uint32_t(ranks_.size()); }

  /// The leader's: what performs the tasks of this batch, by itself or with all of the team.
  [[nodiscard]] CrewMember performer(const Batch& batch);
  /// The leader's: all form teams of `size` and one of the rest. Returns how many teams there are now more.
  int split(std::uint32_t size);
  /// The leader's: the others are done.
  void end();

  /// The others': do as they are told until this rank leads (true) or is done (false).
  [[nodiscard]] bool follow();

 private:
  enum class Order : std::uint32_t { perform, split, end };
  struct Command {
    Order order;
    std::uint32_t size;
    Task task;
  };
  void tell(const Command& command) const;
  [[nodiscard]] Command hear() const;
  void form(std::uint32_t size);
  [[nodiscard]] TaskReport perform_together(Task task, const std::function<void()>& poll);

  Communicator ranks_;
  const CrewMember* member_;
  bool others_stop_ = false;  ///< a stop was requested on another rank of the team
};

}  // namespace yieldscape
