#include "team.hpp"

#include <cstring>

#include "batch_work.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/messages.hpp"

namespace yieldscape {
namespace {

constexpr Tag command_tag{2};
constexpr int leader = 0;

Communicator part_of_team(const Communicator& ranks, std::uint32_t size) {
  return ranks.split(ranks.rank() / int(size), ranks.rank());
}

}  // namespace

std::vector<std::uint32_t> team_sizes(std::uint32_t ranks, std::uint32_t size) {
  EXPECTS(size > 0);
  std::vector<std::uint32_t> sizes(ranks / size, size);
  if (ranks % size > 0) sizes.push_back(ranks % size);
  return sizes;
}

Team::Team(const Communicator& crew, std::uint32_t size, const CrewMember& member)
    : ranks_(part_of_team(crew, size)), member_(&member) {}

void Team::form(std::uint32_t size) {
  if (member_->dissolve) member_->dissolve();
  ranks_ = part_of_team(ranks_, size);
}

void Team::tell(const Command& command) const {
  for (int rank = leader + 1; rank < ranks_.size(); ++rank) {
    send(ranks_, rank, command_tag, std::as_bytes(std::span(&command, 1)));
  }
}

Team::Command Team::hear() const {
  for (;;) {
    if (const auto message = try_receive(ranks_, {.source = leader, .tag = command_tag})) {
      EXPECTS(message->bytes.size() == sizeof(Command));
      Command command;
      std::memcpy(&command, message->bytes.data(), sizeof command);
      return command;
    }
    rest();
  }
}

int Team::split(std::uint32_t size) {
  const int before = ranks_.size();
  tell({.order = Order::split, .size = size, .task = {}});
  form(size);
  return int(team_sizes(std::uint32_t(before), size).size()) - 1;
}

void Team::end() {
  if (size() == 1) return;
  tell({.order = Order::end, .size = 0, .task = {}});
  form(1);
}

bool Team::follow() {
  while (!leads()) {
    const Command command = hear();
    switch (command.order) {
      case Order::perform:
        static_cast<void>(perform_together(command.task, [] {}));
        break;
      case Order::split:
        form(command.size);
        break;
      case Order::end:
        form(1);
        return false;
    }
  }
  return true;
}

TaskReport Team::perform_together(Task task, const std::function<void()>& poll) {
  const TaskReport report = member_->perform_together(task, ranks_, poll);
  others_stop_ = all_reduce_or(ranks_, member_->stop_request() != StopRequest::none);
  return report;
}

CrewMember Team::performer(const Batch& batch) {
  CrewMember member = *member_;
  if (batch.ranks == 1 || size() == 1) return member;
  member.perform = [this](Task task, const std::function<void()>& poll) {
    tell({.order = Order::perform, .size = size(), .task = task});
    return perform_together(task, poll);
  };
  member.stop_request = [this] {
    const StopRequest own = member_->stop_request();
    return own == StopRequest::none && others_stop_ ? StopRequest::after_realization : own;
  };
  return member;
}

}  // namespace yieldscape
