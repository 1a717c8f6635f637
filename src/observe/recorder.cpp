#include "yieldscape/observe/recorder.hpp"

#include <algorithm>
#include <utility>

namespace yieldscape {

Recorder::Recorder(const RecordSpec& spec, std::size_t strains, bool keep_maps, SimdPath path,
                   GatherNumbers gather)
    : spec_(spec), keep_maps_(keep_maps), path_(path), gather_(std::move(gather)) {
  records_.series = Series(strains);
}

void Recorder::at_strain(std::size_t grid, const Snapshot& snapshot) {
  const Measurement measurement = measure(snapshot, path_, gather_);
  for (std::size_t i = 0; i < observable_count; ++i) records_.series[Observable(i)][grid] = measurement[i];

  const auto asked = [grid](const std::vector<std::size_t>& at) {
    return std::ranges::find(at, grid) != at.end();
  };
  if (keep_maps_ && asked(spec_.maps_at)) records_.maps.push_back(map_fields(grid, snapshot, gather_));
  if (asked(spec_.histograms_at)) records_.histograms.push_back(count_sites(grid, snapshot, spec_, gather_));
}

void Recorder::after_avalanche(const Avalanche& avalanche) {
  if (spec_.events) records_.avalanches.push_back(avalanche);
}

}  // namespace yieldscape
