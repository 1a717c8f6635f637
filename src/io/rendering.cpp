#include "rendering.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "yieldscape/core/error.hpp"

namespace yieldscape {

namespace {

void check_shapes(const RealizationResult& result, const EnsembleSpec& spec, const Point& point,
                  const TaskId& task) {
  const auto refuse = [&](std::string_view what) {
    throw CorruptError(
        fmt::format("the result of {} does not fit the ensemble: {}\n"
                    "Its journal was written by another version of the program; move it away and run "
                    "again.",
                    describe(task), what));
  };
  if (result.records.series.strains() != spec.grid.count) refuse("number of grid strains");
  for (const auto& map : result.records.maps) {
    if (map.strain.size() != point.params().lattice.sites()) refuse("sites of a map");
  }
  for (const auto& histogram : result.records.histograms) {
    if (histogram.strength.size() != std::size_t(spec.record.histogram_bins) + 2)
      refuse("bins of a histogram");
  }
}

}  // namespace

const DoneTask* Rendering::find(std::uint64_t point, std::uint64_t realization) const {
  if (realization >= spec.points[point].realizations()) return nullptr;
  return index.find_done({spec.points[point].hash(), std::uint32_t(realization)});
}

RealizationResult Rendering::read(const DoneTask& done, std::uint64_t point) {
  auto result = reader.read(done);
  check_shapes(result, spec, spec.points[point], done.task);
  return result;
}

Share share_of(std::uint64_t total, int rank, int ranks) noexcept {
  const auto part = [&](std::uint64_t n) {
    return total / std::uint64_t(ranks) * n + total % std::uint64_t(ranks) * n / std::uint64_t(ranks);
  };
  return {part(std::uint64_t(rank)), part(std::uint64_t(rank) + 1)};
}

Blocks::Blocks(const ResultContents& contents)
    : points_(contents.spec.points.size()),
      realizations_(contents.realizations()),
      per_point_((realizations_ + statistics_block - 1) / statistics_block) {}

Block Blocks::operator[](std::uint64_t i) const noexcept {
  const std::uint64_t number = i % per_point_;
  const std::uint64_t first = number * statistics_block;
  return {i / per_point_, number, first, std::min<std::uint64_t>(realizations_, first + statistics_block)};
}

int Blocks::owner(std::uint64_t i, int ranks) const noexcept {
  int rank = 0;
  while (share_of(total(), rank, ranks).last <= i) ++rank;
  return rank;
}

}  // namespace yieldscape
