#include "controller.hpp"

#include <algorithm>
#include <limits>
#include <span>

#include "batch_work.hpp"
#include "protocol.hpp"

namespace yieldscape {
namespace {

constexpr std::chrono::milliseconds show_interval{200};
// Looking for a message is a system call where MPI gives the processor away when idle; nobody waits for the
// answer to within this time, since short batches are asked for one ahead.
constexpr std::chrono::milliseconds look_interval{1};

}  // namespace

Controller::Controller(const Communicator& communicator, Schedule schedule, const CrewMember& member,
                       Team team, int teams)
    : communicator_(communicator),
      schedule_(std::move(schedule)),
      member_(member),
      heard_(std::size_t(communicator.size()), start_),
      team_(std::move(team)),
      next_report_(heard_.size(), std::numeric_limits<double>::infinity()),
      leads_(heard_.size(), false),
      working_teams_(teams - 1) {
  // Of a team its leader speaks.
  for (std::size_t rank = 0; rank < next_report_.size(); rank += team_.size()) {
    next_report_[rank] = member.longest_silence;
    leads_[rank] = true;
  }
  progress_.tasks = schedule_.tasks_left();
  progress_.ranks = communicator.size();
  state_.ranks.resize(heard_.size());
}

Progress Controller::run() {
  try_suspects();
  for (;;) {
    serve();
    const std::uint64_t before = handed_out_;
    compute_own_batch();
    if (handed_out_ != before) continue;
    if (working_teams_ == 0) break;
    rest();
  }
  end();
  show_progress();
  return progress_;
}

void Controller::look() {
  const auto now = Clock::now();
  if (now < next_look_) return;
  next_look_ = now + look_interval;
  serve();
}

void Controller::try_suspects() {
  const auto next = [&]() -> Batch {
    stopping_ = stopping_ || member_.stop_request() != StopRequest::none;
    return stopping_ ? Batch{} : schedule_.next_suspect(member_.seconds_to_deadline());
  };
  for (Batch batch = next(); !batch.empty(); batch = next()) {
    hand_out(batch, communicator_.rank(), team_.size());
    compute(batch, [this] {
      if (sign_is_due()) give_sign_of_life();
      if (Clock::now() - last_shown_ >= show_interval) show_progress();
    });
  }
}

void Controller::serve() {
  listen();
  while (const auto message = try_receive(communicator_, {.source = std::nullopt, .tag = request_tag})) {
    const Request request = decode_request(message->bytes);
    stopping_ = stopping_ || request.stop_requested;
    std::fill_n(heard_.begin() + message->source, request.ranks, Clock::now());
    for (const TaskReport& report : request.reports) take(report, message->source, request.ranks);
    next_report_[std::size_t(message->source)] = member_.longest_silence;
    leads_[std::size_t(message->source)] = true;
    switch (request.purpose) {
      case Purpose::batch: {
        const Batch batch = next_batch(message->source, request.ranks);
        if (batch.split > 0) working_teams_ += int(team_sizes(request.ranks, batch.split).size()) - 1;
        send(communicator_, message->source, batch_tag, std::as_bytes(std::span(&batch, 1)));
        break;
      }
      case Purpose::goodbye:
        next_report_[std::size_t(message->source)] = std::numeric_limits<double>::infinity();
        --working_teams_;
        break;
      case Purpose::sign_of_life:
        for (LastWord& word : team_words(message->source, request.ranks)) word.task = request.task;
        break;
    }
  }
  if (sign_is_due()) {
    watch_silence();
    give_sign_of_life();
  }
  if (Clock::now() - last_shown_ >= show_interval) show_progress();
}

Batch Controller::next_batch(int leader, std::uint32_t ranks) {
  stopping_ = stopping_ || member_.stop_request() != StopRequest::none;
  if (stopping_) return {};
  const Batch batch = schedule_.next(member_.seconds_to_deadline(), ranks);
  if (!batch.empty()) hand_out(batch, leader, ranks);
  return batch;
}

void Controller::hand_out(const Batch& batch, int leader, std::uint32_t ranks) {
  handed_out_ += batch.size();
  if (state_.points.size() <= batch.point) state_.points.resize(batch.point + 1);
  state_.points[batch.point].running += batch.size();
  for (LastWord& word : team_words(leader, ranks)) {
    if (word.running == 0) word.task = {.point = batch.point, .realization = batch.realizations.first};
    word.running += batch.size();
  }
}

void Controller::compute_own_batch() {
  const int rank = communicator_.rank();
  Batch batch = next_batch(rank, team_.size());
  for (; batch.split > 0; batch = next_batch(rank, team_.size())) working_teams_ += team_.split(batch.split);
  if (batch.empty()) {
    team_.end();
    return;
  }
  compute(batch, [this] { look(); });
}

void Controller::compute(const Batch& batch, const std::function<void()>& poll) {
  std::vector<TaskReport> reports;
  if (!work_off(batch, team_.performer(batch), poll, reports)) stopping_ = true;
  for (const TaskReport& report : reports) take(report, communicator_.rank(), team_.size());
}

std::span<LastWord> Controller::team_words(int leader, std::uint32_t ranks) {
  return std::span(state_.ranks).subspan(std::size_t(leader), ranks);
}

// Who has not listened for a while cannot tell who was silent: that time does not count.
void Controller::listen() {
  const auto now = Clock::now();
  const auto deaf = now - last_listened_;
  last_listened_ = now;
  if (std::chrono::duration<double>(deaf).count() < sign_interval(member_.longest_silence)) return;
  for (Clock::time_point& heard : heard_) heard += deaf;
}

// All that had arrived is read by now: who has not been heard has not spoken.
void Controller::watch_silence() {
  if (!member_.silent) return;
  const auto now = Clock::now();
  for (std::size_t rank = 1; rank < heard_.size(); ++rank) {
    const double seconds = std::chrono::duration<double>(now - heard_[rank]).count();
    if (seconds < next_report_[rank]) continue;
    next_report_[rank] = 2 * seconds;
    member_.silent({.rank = int(rank), .task = state_.ranks[rank].task, .seconds = seconds});
  }
}

bool Controller::sign_is_due() {
  const auto now = Clock::now();
  if (std::chrono::duration<double>(now - last_sign_).count() < sign_interval(member_.longest_silence)) {
    return false;
  }
  last_sign_ = now;
  return true;
}

void Controller::give_sign_of_life() {
  for (std::size_t rank = 1; rank < leads_.size(); ++rank) {
    if (leads_[rank]) send(communicator_, int(rank), sign_tag, {});
  }
}

void Controller::end() {
  const Batch nothing;
  for (std::size_t rank = 1; rank < leads_.size(); ++rank) {
    if (leads_[rank]) send(communicator_, int(rank), batch_tag, std::as_bytes(std::span(&nothing, 1)));
  }
}

void Controller::take(const TaskReport& report, int leader, std::uint32_t ranks) {
  PointTally& tally = state_.points[report.task.point];
  tally.running -= report.tasks;
  for (LastWord& word : team_words(leader, ranks)) {
    word.running -= report.tasks;
    word.task = {.point = report.task.point, .realization = report.task.realization + 1};
  }
  progress_.slips += report.slips;
  progress_.near_ties += report.near_ties;
  progress_.core_seconds += report.seconds;
  switch (report.status) {
    case TaskStatus::done:
      progress_.done += report.tasks;
      tally.done += report.tasks;
      schedule_.observe(report.task.point, report.seconds, report.longest, report.tasks);
      break;
    case TaskStatus::failed:
      ++progress_.failed;
      ++tally.failed;
      break;
    case TaskStatus::given_up:
      stopping_ = true;
      break;
  }
}

void Controller::show_progress() {
  last_shown_ = Clock::now();
  progress_.elapsed = std::chrono::duration<double>(last_shown_ - start_).count();
  progress_.seconds_left = std::numeric_limits<double>::quiet_NaN();
  if (progress_.done > 0 && progress_.core_seconds > 0) {
    // CPU seconds by the cost model, turned into wall seconds by what a core second has taken so far.
    const double under_way = double(handed_out_) - double(progress_.done + progress_.failed);
    const double each = progress_.core_seconds / double(progress_.done);
    const double core_seconds_left = schedule_.seconds_left() + under_way * each / 2;
    progress_.seconds_left = core_seconds_left * progress_.elapsed / progress_.core_seconds;
  }
  heard_[std::size_t(communicator_.rank())] = last_shown_;
  for (std::size_t rank = 0; rank < heard_.size(); ++rank) {
    state_.ranks[rank].seconds_ago = std::chrono::duration<double>(last_shown_ - heard_[rank]).count();
  }
  if (member_.show) member_.show(progress_, state_);
}

}  // namespace yieldscape
