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
      workers_(options.workers),
      batch_seconds_(options.batch_seconds.value_or(batch_seconds(options.workers))) {
  EXPECTS(workers_ >= 1);
  for (PointWork& point : work_) {
    tasks_left_ += tasks(point);
    std::ranges::reverse(point.missing);  // the next range is taken from the back
  }
}

double Schedule::seconds_left() const noexcept {
  double seconds = 0;
  for (const PointWork& point : work_) seconds += double(tasks(point)) * point.cost.seconds();
  return seconds;
}

std::uint32_t Schedule::batch_size(const PointWork& work) const noexcept {
  const double each = std::max(work.cost.seconds(), 1e-9);
  const double by_length = batch_seconds_ / each;
  const double by_share = share_of_rest * double(tasks_left_) / double(workers_);
  // Batches may not become so short that the controller cannot answer all who ask.
  const double servable = workers_ * seconds_per_request / each;
  return std::uint32_t(std::clamp(std::max(std::min(by_length, by_share), servable), 1.0, 1e6));
}

Batch Schedule::next(double seconds_left) {
  PointWork* best = nullptr;
  for (PointWork& point : work_) {
    if (point.missing.empty() || point.cost.cautious_seconds() > seconds_left) continue;
    if (best == nullptr || point.cost.seconds() > best->cost.seconds()) best = &point;
  }
  if (best == nullptr) return {};

  RealizationRange& range = best->missing.back();
  const std::uint32_t size = std::min(batch_size(*best), range.last - range.first);
  const Batch batch{.point = std::uint32_t(best - work_.data()),
                    .realizations = {.first = range.first, .last = range.first + size},
                    .seconds_each = best->cost.cautious_seconds()};
  range.first += size;
  if (range.first == range.last) best->missing.pop_back();
  tasks_left_ -= size;
  return batch;
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
