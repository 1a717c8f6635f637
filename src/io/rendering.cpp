#include "rendering.hpp"

#include <fmt/format.h>

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

std::optional<DoneTask> Rendering::find(std::uint64_t point, std::uint64_t realization) const {
  if (realization >= spec.points[point].realizations()) return std::nullopt;
  return places.find(point, realization);
}

RealizationResult Rendering::read(const DoneTask& done, std::uint64_t point) {
  auto result = reader.read(done);
  check_shapes(result, spec, spec.points[point], done.task);
  return result;
}

}  // namespace yieldscape
