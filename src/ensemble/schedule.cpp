#include "yieldscape/ensemble/schedule.hpp"

#include <algorithm>
#include <cmath>

namespace yieldscape {
namespace {

// A batch takes at most this fraction of an even share of what is left, so that the tail stays short.
constexpr double share_of_rest = 0.25;

// One request costs the controller about this much; it should be busy with them at most this part of its
// time.
constexpr double seconds_per_request = 3e-6;
constexpr double controller_share = 0.25;
constexpr double shortest_batch = 0.05;

std::uint64_t tasks(const PointWork& work) noexcept {
  std::uint64_t count = 0;
  for (const RealizationRange& range : work.missing) count += range.last - range.first;
  return count;
}

}  // namespace

double batch_seconds(std::uint32_t workers) noexcept {
  return std::max(shortest_batch, workers * seconds_per_request / controller_share);
}

Schedule::Schedule(std::vector<PointWork> work, const Options& options)
    : work_(std::move(work)),
      suspects_(options.suspects.rbegin(), options.suspects.rend()),
      workers_(options.workers),
      batch_seconds_(options.batch_seconds.value_or(batch_seconds(options.workers))),
      checkpoint_interval_(options.checkpoint_interval) {
  EXPECTS(workers_ >= 1);
  tasks_left_ = suspects_.size();
  for (PointWork& point : work_) {
    tasks_left_ += tasks(point);
    std::ranges::reverse(point.missing);  // the next range is taken from the back
  }
}

double Schedule::seconds_left() const noexcept {
  double seconds = 0;
  for (const PointWork& point : work_) seconds += double(tasks(point)) * point.cost.seconds();
  for (const Task& suspect : suspects_) seconds += work_[suspect.point].cost.seconds();
  return seconds;
}

double Schedule::seconds_needed(const PointWork& work, std::uint32_t ranks) const noexcept {
  return std::min(work.cost.cautious_seconds() / ranks, checkpoint_interval_);  // costs are of all ranks
}

std::uint32_t Schedule::batch_size(const PointWork& work) const noexcept {
  const double each = std::max(work.cost.seconds(), 1e-9);
  const double by_length = batch_seconds_ / each;
  const double by_share = share_of_rest * double(tasks_left_) / double(workers_);
  // Batches may not become so short that the controller cannot answer all who ask.
  const double servable = workers_ * seconds_per_request / each;
  return std::uint32_t(std::clamp(std::max(std::min(by_length, by_share), servable), 1.0, 1e6));
}

std::uint32_t wanted_size(std::span<const std::uint32_t> sizes, std::uint32_t ranks,
                          std::uint32_t crew) noexcept {
  std::uint32_t below = 0;
  std::uint32_t above = 0;
  for (const std::uint32_t size : sizes) {
    if (size == ranks) return size;
    if (size < ranks) below = std::max(below, size);
    if (size > ranks && (above == 0 || size < above)) above = size;
  }
  if (below > 0) return below;
  return above <= 2 * ranks || ranks == crew ? above : 0;
}

std::uint32_t Schedule::team_of(const PointWork& work) const noexcept {
  return std::min(work.ranks, workers_);
}

std::uint32_t Schedule::largest_team() const noexcept {
  std::uint32_t largest = 1;
  for (const PointWork& point : work_) {
    if (!point.missing.empty()) largest = std::max(largest, team_of(point));
  }
  for (const Task& suspect : suspects_) largest = std::max(largest, team_of(work_[suspect.point]));
  return largest;
}

void Schedule::sort_points() {
  std::vector<double> seconds(work_.size());
  std::ranges::transform(work_, seconds.begin(), [](const PointWork& point) { return point.cost.seconds(); });
  queues_.clear();
  std::size_t points = 0;
  for (std::uint32_t point = 0; point < work_.size(); ++point) {
    if (work_[point].missing.empty()) continue;
    const std::uint32_t ranks = team_of(work_[point]);
    auto queue = std::ranges::find(queues_, ranks, &Queue::ranks);
    if (queue == queues_.end()) queue = queues_.insert(queue, {.ranks = ranks, .points = {}});
    queue->points.push_back(point);
    ++points;
  }
  for (Queue& queue : queues_) {
    std::ranges::sort(queue.points, [&](std::uint32_t a, std::uint32_t b) {
      return seconds[a] != seconds[b] ? seconds[a] < seconds[b] : a > b;
    });
  }
  choices_until_sort_ = std::max<std::size_t>(1, points / 4);
}

PointWork* Schedule::costliest(Queue& queue, double seconds_left, std::uint32_t ranks) {
  while (!queue.points.empty() && work_[queue.points.back()].missing.empty()) queue.points.pop_back();
  const std::uint32_t at_once = std::min(ranks, queue.ranks);
  const auto chosen = std::find_if(queue.points.rbegin(), queue.points.rend(), [&](std::uint32_t point) {
    return !work_[point].missing.empty() && seconds_needed(work_[point], at_once) <= seconds_left;
  });
  return chosen == queue.points.rend() ? nullptr : &work_[*chosen];
}

Batch Schedule::next(double seconds_left) {
  return next(seconds_left, 1);
}

Batch Schedule::next(double seconds_left, std::uint32_t ranks) {
  if (choices_until_sort_ == 0) sort_points();
  --choices_until_sort_;
  std::vector<std::uint32_t> sizes;
  for (Queue& queue : queues_) {
    if (costliest(queue, seconds_left, ranks) != nullptr) sizes.push_back(queue.ranks);
  }
  const std::uint32_t wanted = wanted_size(sizes, ranks, workers_);
  if (wanted == 0) return {};
  if (wanted < ranks) return {.split = wanted};

  PointWork* const best = costliest(*std::ranges::find(queues_, wanted, &Queue::ranks), seconds_left, ranks);
  RealizationRange& range = best->missing.back();
  const std::uint32_t size = std::min(batch_size(*best), range.last - range.first);
  const Batch batch{.point = std::uint32_t(best - work_.data()),
                    .realizations = {.first = range.first, .last = range.first + size},
                    .seconds_each = seconds_needed(*best, std::min(ranks, wanted)),
                    .ranks = wanted};
  range.first += size;
  if (range.first == range.last) best->missing.pop_back();
  tasks_left_ -= size;
  return batch;
}

Batch Schedule::next_suspect(double seconds_left) {
  const auto needed = [&](const Task& task) {
    const PointWork& work = work_[task.point];
    return seconds_needed(work, team_of(work));
  };
  const auto fits = [&](const Task& task) { return needed(task) <= seconds_left; };
  const auto found = std::find_if(suspects_.rbegin(), suspects_.rend(), fits);
  if (found == suspects_.rend()) return {};
  const Task task = *found;
  suspects_.erase(std::next(found).base());
  --tasks_left_;
  return {.point = task.point,
          .realizations = {.first = task.realization, .last = task.realization + 1},
          .seconds_each = needed(task),
          .ranks = team_of(work_[task.point])};
}

std::vector<RealizationRange> missing_ranges(std::uint32_t realizations,
                                             std::span<const std::uint32_t> finished) {
  std::vector<RealizationRange> ranges;
  std::uint32_t next = 0;
  for (const std::uint32_t done : finished) {
    if (done >= realizations) break;
    if (done > next) ranges.push_back({.first = next, .last = done});
    next = done + 1;
  }
  if (next < realizations) ranges.push_back({.first = next, .last = realizations});
  return ranges;
}

}  // namespace yieldscape
