#include <gmock/gmock.h>

#include <chrono>
#include <limits>
#include <map>
#include <thread>

#include "yieldscape/ensemble/crew.hpp"
#include "yieldscape/parallel/collectives.hpp"

namespace yieldscape {
namespace {

constexpr double no_deadline = std::numeric_limits<double>::infinity();

PointWork work(double seconds, std::uint32_t realizations) {
  PointWork result{.cost = CostModel(1), .missing = {{.first = 0, .last = realizations}}};
  result.cost.observe(seconds);
  return result;
}

Schedule schedule_of(const Communicator& world, std::vector<PointWork> points) {
  if (!world.is_root()) points.clear();
  return Schedule(std::move(points), {.workers = std::uint32_t(world.size())});
}

// A member that notes what it performs; the crew's tasks are only named, not computed.
struct Notes {
  std::vector<Task> performed;
  CrewMember member{.perform =
                        [this](Task task, const std::function<void()>& poll) {
                          performed.push_back(task);
                          poll();
                          return TaskReport{.task = task, .seconds = 0.001, .slips = 10};
                        },
                    .stop_request = [] { return StopRequest::none; },
                    .seconds_to_deadline = [] { return no_deadline; },
                    .show = {}};
};

// On rank 0: what all ranks performed, sorted.
std::vector<Task> everything(const Communicator& world, const std::vector<Task>& performed) {
  std::vector<Task> all = gather(world, performed);
  std::ranges::sort(all);
  return all;
}

TEST(Crew, PerformsEveryTaskOnce) {
  const Communicator world = Communicator::world();
  Notes notes;
  const Progress progress =
      work_through(world, schedule_of(world, {work(0.001, 700), work(0.01, 50), work(5, 3)}), notes.member);
  const std::vector<Task> all = everything(world, notes.performed);
  if (!world.is_root()) return;
  std::vector<Task> wanted;
  for (const auto& [point, count] : {std::pair(0U, 700U), {1U, 50U}, {2U, 3U}}) {
    for (std::uint32_t r = 0; r < count; ++r) wanted.push_back({.point = point, .realization = r});
  }
  EXPECT_EQ(all, wanted);
  EXPECT_EQ(progress.tasks, 753U);
  EXPECT_EQ(progress.done, 753U);
  EXPECT_EQ(progress.slips, 7530U);
}

TEST(Crew, EveryRankTakesItsShareOfLongTasks) {
  const Communicator world = Communicator::world();
  Notes notes;
  const auto note = notes.member.perform;
  notes.member.perform = [&](Task task, const std::function<void()>& poll) {
    // Long enough that the others can ask meanwhile; the controller must answer while it computes.
    for (int i = 0; i < 40; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
      poll();
    }
    return note(task, poll);
  };
  (void)work_through(world, schedule_of(world, {work(2, 4U * std::uint32_t(world.size()))}), notes.member);
  const auto counts = gather(world, std::vector<std::uint64_t>{notes.performed.size()});
  for (const std::uint64_t count : counts) EXPECT_GE(count, 2U);
}

TEST(Crew, WithNothingToDoEndsAtOnce) {
  const Communicator world = Communicator::world();
  Notes notes;
  const Progress progress = work_through(world, schedule_of(world, {}), notes.member);
  EXPECT_EQ(progress.done, 0U);
  EXPECT_TRUE(notes.performed.empty());
}

TEST(Crew, FewerTasksThanRanks) {
  const Communicator world = Communicator::world();
  Notes notes;
  (void)work_through(world, schedule_of(world, {work(0.001, 1)}), notes.member);
  EXPECT_EQ(all_reduce_sum(world, notes.performed.size()), 1U);
}

TEST(Crew, AStopRequestOnAnyRankEndsTheSessionForAll) {
  const Communicator world = Communicator::world();
  Notes notes;
  const bool asks = world.rank() == world.size() - 1;
  notes.member.stop_request = [&] {
    return asks && notes.performed.size() >= 3 ? StopRequest::after_realization : StopRequest::none;
  };
  const auto note = notes.member.perform;
  notes.member.perform = [&](Task task, const std::function<void()>& poll) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
    return note(task, poll);
  };
  const Progress progress = work_through(world, schedule_of(world, {work(0.002, 100000)}), notes.member);
  const std::vector<Task> all = everything(world, notes.performed);
  if (!world.is_root()) return;
  EXPECT_LT(all.size(), 20000U);
  EXPECT_EQ(progress.done, all.size()) << "every finished task is reported";
}

TEST(Crew, TasksThatDoNotFitBeforeTheDeadlineAreNotStarted) {
  const Communicator world = Communicator::world();
  Notes notes;
  notes.member.seconds_to_deadline = [] { return 10.0; };
  (void)work_through(world, schedule_of(world, {work(100, 5), work(0.001, 40)}), notes.member);
  const std::vector<Task> all = everything(world, notes.performed);
  if (!world.is_root()) return;
  EXPECT_EQ(all.size(), 40U);
  for (const Task& task : all) EXPECT_EQ(task.point, 1U);
}

TEST(Crew, FailedTasksAreCountedAndTheOthersGoOn) {
  const Communicator world = Communicator::world();
  Notes notes;
  const auto note = notes.member.perform;
  notes.member.perform = [&](Task task, const std::function<void()>& poll) {
    TaskReport report = note(task, poll);
    if (task.realization % 10 == 3) report.status = TaskStatus::failed;
    return report;
  };
  const Progress progress = work_through(world, schedule_of(world, {work(0.001, 200)}), notes.member);
  if (!world.is_root()) return;
  EXPECT_EQ(progress.failed, 20U);
  EXPECT_EQ(progress.done, 180U);
}

// A member of a crew with teams: notes which tasks it took part in, and with how many.
struct TeamNotes : Notes {
  struct Part {
    Task task;
    std::uint32_t ranks;
    std::uint32_t leads;
  };
  std::vector<Part> parts;
  int together = 0;

  TeamNotes() {
    const auto alone = member.perform;
    member.perform = [this, alone](Task task, const std::function<void()>& poll) {
      parts.push_back({.task = task, .ranks = 1, .leads = 1});
      return alone(task, poll);
    };
    member.perform_together = [this](Task task, const Communicator& team, const std::function<void()>& poll) {
      ++together;
      parts.push_back({.task = task, .ranks = std::uint32_t(team.size()), .leads = team.is_root() ? 1U : 0U});
      team.barrier();
      poll();
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      return TaskReport{.task = task, .seconds = 0.002, .slips = 10};
    };
  }
};

PointWork work_for(std::uint32_t ranks, double seconds, std::uint32_t realizations) {
  PointWork result = work(seconds, realizations);
  result.ranks = ranks;
  return result;
}

TEST(Crew, TeamsPerformEveryTaskOnceWithAllTheirRanks) {
  const Communicator world = Communicator::world();
  TeamNotes notes;
  const Progress progress = work_through(
      world, schedule_of(world, {work_for(1, 0.001, 300), work_for(2, 0.5, 12), work_for(3, 1, 5)}),
      notes.member);
  auto parts = gather(world, notes.parts);
  if (!world.is_root()) return;
  EXPECT_EQ(progress.done, 317U);
  std::map<Task, std::vector<TeamNotes::Part>> by_task;
  for (const auto& part : parts) by_task[part.task].push_back(part);
  EXPECT_EQ(by_task.size(), 317U);
  const auto crew = std::uint32_t(world.size());
  for (const auto& [task, group] : by_task) {
    EXPECT_EQ(group.size(), group.front().ranks) << "all ranks of its team";
    EXPECT_EQ(std::ranges::count_if(group, [](const auto& part) { return part.leads != 0; }), 1);
    const std::uint32_t wanted = std::min(task.point + 1, crew);
    EXPECT_LE(group.front().ranks, wanted);
    EXPECT_GE(2 * group.front().ranks, wanted);
  }
}

TEST(Crew, AStopRequestOnAnyRankOfATeamEndsTheSessionForAll) {
  const Communicator world = Communicator::world();
  TeamNotes notes;
  const bool asks = world.rank() == world.size() - 1;
  notes.member.stop_request = [&] {
    return asks && notes.parts.size() >= 3 ? StopRequest::after_realization : StopRequest::none;
  };
  const Progress progress = work_through(
      world, schedule_of(world, {work_for(std::uint32_t(world.size()), 0.002, 10000)}), notes.member);
  if (world.is_root()) {
    EXPECT_EQ(progress.done, 3U);
  }
}

TEST(Crew, TeamsDissolveTogether) {
  const Communicator world = Communicator::world();
  TeamNotes notes;
  int dissolved = 0;
  notes.member.dissolve = [&] { ++dissolved; };
  (void)work_through(world, schedule_of(world, {work_for(2, 1, 3), work_for(1, 0.001, 50)}), notes.member);
  if (notes.together > 0) {
    EXPECT_GE(dissolved, 1);
  }
}

TEST(Crew, SuspectsAreComputedWhileNobodyElseComputes) {
  const Communicator world = Communicator::world();
  Notes notes;
  std::vector<double> times;  // begin and end of each task
  const auto note = notes.member.perform;
  const auto now = [] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
  };
  notes.member.perform = [&](Task task, const std::function<void()>& poll) {
    times.push_back(now());
    std::this_thread::sleep_for(std::chrono::milliseconds(task.point == 1 ? 30 : 1));
    const TaskReport report = note(task, poll);
    times.push_back(now());
    return report;
  };
  const std::vector<Task> suspects{{.point = 1, .realization = 3}, {.point = 1, .realization = 1}};
  Schedule schedule(
      world.is_root() ? std::vector{work(0.001, 100), work(0.03, 1)} : std::vector<PointWork>{},
      {.workers = std::uint32_t(world.size()), .suspects = world.is_root() ? suspects : std::vector<Task>{}});
  const Progress progress = work_through(world, std::move(schedule), notes.member);
  const auto tasks = gather(world, notes.performed);
  const auto when = gather(world, times);
  if (!world.is_root()) return;
  EXPECT_EQ(progress.done, 103U);
  ASSERT_GE(tasks.size(), 2U);
  EXPECT_EQ(tasks[0], suspects[0]) << "rank 0 begins with them";
  EXPECT_EQ(tasks[1], suspects[1]);
  for (std::size_t i = 2; i < tasks.size(); ++i) EXPECT_GE(when[2 * i], when[3]);
}

TEST(Crew, ASilentRankIsNamedWithItsTask) {
  const Communicator world = Communicator::world();
  if (world.size() == 1) return;
  Notes notes;
  notes.member.longest_silence = 0.6;
  std::vector<SilentRank> silent;
  notes.member.silent = [&](const SilentRank& rank) { silent.push_back(rank); };
  const auto note = notes.member.perform;
  notes.member.perform = [&](Task task, const std::function<void()>& poll) {
    // Rank 1 is stuck in its first task; the others show that they live.
    const int steps = world.rank() == 1 && notes.performed.empty() ? 1 : 150;
    for (int i = 0; i < steps; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(steps == 1 ? 1500 : 10));
      poll();
    }
    return note(task, poll);
  };
  (void)work_through(world, schedule_of(world, {work(1.5, std::uint32_t(world.size()))}), notes.member);
  const auto first = gather(world, std::vector<Task>{notes.performed.empty() ? Task{} : notes.performed[0]});
  if (!world.is_root()) return;
  ASSERT_FALSE(silent.empty());
  for (const SilentRank& rank : silent) EXPECT_EQ(rank.rank, 1);
  EXPECT_EQ(silent[0].task, first[1]);
  EXPECT_GE(silent[0].seconds, 0.6);
  EXPECT_LE(silent.size(), 2U) << "named again when its silence has doubled, not every time";
}

enum class Work { suspect, last_realization };

// Rank 0 computes for a while as the others wait for their first batch or for the end. On each rank: who was
// silent meanwhile.
std::vector<int> silent_while_rank_0_computes(const Communicator& world, Work work_of_rank_0,
                                              bool shows_life) {
  Notes notes;
  notes.member.longest_silence = 1.2;
  std::vector<int> silent;
  notes.member.silent = [&](const SilentRank& rank) { silent.push_back(rank.rank); };
  const auto note = notes.member.perform;
  notes.member.perform = [&](Task task, const std::function<void()>& poll) {
    for (int i = 0; i < (world.is_root() ? 125 : 0); ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      if (shows_life) poll();
    }
    return note(task, poll);
  };
  const bool is_suspect = work_of_rank_0 == Work::suspect;
  const auto tasks = is_suspect ? 0U : std::uint32_t(world.size());
  std::vector<PointWork> points{work(2, tasks)};
  std::vector<Task> suspects;
  if (world.is_root() && is_suspect) suspects.push_back({.point = 0, .realization = 0});
  if (!world.is_root()) points.clear();
  (void)work_through(
      world, Schedule(std::move(points), {.workers = std::uint32_t(world.size()), .suspects = suspects}),
      notes.member);
  return silent;
}

class CrewOfASilentRank0 : public testing::TestWithParam<Work> {};

TEST_P(CrewOfASilentRank0, NamesItOnlyIfItGivesNoSignOfLife) {
  const Communicator world = Communicator::world();
  if (world.size() == 1) return;
  EXPECT_TRUE(silent_while_rank_0_computes(world, GetParam(), true).empty());
  const std::vector<int> named = silent_while_rank_0_computes(world, GetParam(), false);
  if (world.is_root()) return;  // has not looked for the others meanwhile either
  ASSERT_FALSE(named.empty());
  for (const int rank : named) EXPECT_EQ(rank, 0);
}
INSTANTIATE_TEST_SUITE_P(AtWorkOn, CrewOfASilentRank0,
                         testing::Values(Work::suspect, Work::last_realization));

}  // namespace
}  // namespace yieldscape
