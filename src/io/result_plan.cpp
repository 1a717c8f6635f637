#include "result_plan.hpp"

#include <algorithm>

#include "blocks.hpp"
#include "result_groups.hpp"
#include "yieldscape/core/build_info.hpp"

namespace yieldscape {

namespace {

using hdf5::ElementType;
using Role = PlannedDataset::Role;

/// One checksum for every dataset with values planned so far; those of /provenance are not data.
void plan_checksums(ResultPlan& plan) {
  std::vector<std::string> names;
  for (const auto& dataset : plan.datasets) {
    const bool data = dataset.role != Role::dimension && !dataset.path.starts_with("/provenance/");
    if (data) names.push_back(dataset.path);
  }
  GroupPlan group(plan, "/provenance/checksums");
  group.count({"entry", "number of the entry", "", "1", ""}, names.size());
  group.texts({"dataset", "dataset", "", "1", ""}, {"entry"}, names);
  group.later(
      {"xxh3_64",
       "XXH3-64 of the dataset's bytes, row-major, little-endian; of texts: each followed by a zero byte", "",
       "1", "hexadecimal"},
      ElementType::texts, {names.size()}, {"entry"});
}

}  // namespace

std::uint64_t ResultPlan::bytes() const noexcept {
  std::uint64_t sum = 0;
  for (const auto& dataset : datasets) {
    if (dataset.role != Role::dimension) sum += dataset.format.bytes();
    for (const auto& text : dataset.texts) sum += text.size() + 1;
  }
  return sum;
}

std::uint64_t ResultContents::realizations() const {
  return most_realizations(spec);
}

std::uint64_t ResultContents::maps() const {
  return spec.record.maps_at.empty() ? 0
                                     : std::min<std::uint64_t>(spec.record.maps_realizations, realizations());
}

Lattice ResultContents::largest_lattice() const {
  int lx = 1;
  int ly = 1;
  for (const auto& point : spec.points) {
    lx = std::max(lx, point.params().lattice.lx());
    ly = std::max(ly, point.params().lattice.ly());
  }
  return {lx, ly};
}

ResultPlan plan_result(const ResultContents& contents) {
  ResultPlan plan;
  const bool partial = !std::ranges::all_of(contents.points, &PointProgress::complete);
  plan.attributes = {
      {std::string(result_format_attribute), std::string(result_format)},
      {"title", contents.spec.title},
      {"source", "yieldscape " + build_info().version},
      {"references", "B. Tyukodi et al., C. R. Physique 24 S1, 113-131 (2023), doi:10.5802/crphys.156"},
      {"partial", partial ? "yes" : "no"},
      {"partial_meaning",
       "yes: some realizations are still missing. The statistics average the gapless prefix 0 … k of each "
       "point, so that "
       "an early stop does not favour quick samples; /realizations holds all finished ones. Failed "
       "realizations are "
       "recorded failures: they count as finished and are left out of every average."},
  };
  plan_statistics(plan, contents);
  plan_realizations(plan, contents);
  plan_maps(plan, contents);
  plan_histograms(plan, contents);
  plan_events(plan, contents);
  plan_provenance(plan, contents);
  plan_checksums(plan);
  return plan;
}

}  // namespace yieldscape
