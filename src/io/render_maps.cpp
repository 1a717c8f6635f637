#include <algorithm>

#include "rendering.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/together.hpp"

namespace yieldscape {

namespace {

/// A field of the point's lattice in the corner of the largest one, NaN elsewhere.
void place(const std::vector<double>& field, const Lattice& lattice, const Lattice& largest,
           std::vector<double>& to) {
  for (int x = 0; x < lattice.lx(); ++x) {
    std::copy_n(field.begin() + std::ptrdiff_t(x) * lattice.ly(), lattice.ly(),
                to.begin() + std::ptrdiff_t(x) * largest.ly());
  }
}

struct MappedRealization {
  std::uint64_t point = 0;
  std::uint64_t realization = 0;
};

/// Realizations below `count` in this rank's share.
std::vector<MappedRealization> samples_of(const ResultPlaces& places, std::uint64_t count) {
  std::vector<MappedRealization> samples;
  for (std::uint64_t b = places.share().first; b < places.share().last; ++b) {
    const Block block = places.blocks()[b];
    for (std::uint64_t r = block.first; r < std::min(block.last, count); ++r) {
      samples.push_back({block.point, r});
    }
  }
  return samples;
}

}  // namespace

void render_maps(Rendering& rendering, ResultWriter& writer) {
  const auto& communicator = rendering.communicator;
  const auto& spec = rendering.spec;
  const auto& contents = rendering.contents;
  const std::uint64_t samples = contents.maps();
  if (samples == 0) return;
  const Lattice largest = contents.largest_lattice();
  const auto mine = samples_of(rendering.places, samples);
  const std::uint64_t rounds = all_reduce_max(communicator, std::uint64_t(mine.size()));
  std::vector<double> padded(largest.sites());
  for (std::uint64_t round = 0; round < rounds; ++round) {
    const bool working = round < mine.size();
    const auto [point, sample] = working ? mine[round] : MappedRealization{};
    Records records;
    together(communicator, [&] {
      if (!working) return;
      if (const auto done = rendering.find(mine[round].point, mine[round].realization)) {
        records = rendering.read(*done, mine[round].point).records;
      }
    });
    const std::uint64_t one = working ? 1 : 0;
    const hdf5::Region region{
        {{point, sample, 0, 0},
         {one, one, one * std::uint64_t(largest.lx()), one * std::uint64_t(largest.ly())}}};
    for (const std::size_t k : spec.record.maps_at) {
      const auto map = std::ranges::find(records.maps, k, &FieldMap::grid);
      for (std::size_t i = 0; i < map_fields.size(); ++i) {
        std::ranges::fill(padded, missing);
        if (map != records.maps.end()) {
          const std::array fields{&map->strain, &map->plastic_strain, &map->stress, &map->threshold};
          place(*fields[i], spec.points[point].params().lattice, largest, padded);
        }
        writer.put(paths::map(spec.grid, k, map_fields[i]), region,
                   std::as_bytes(std::span(padded).first(one * padded.size())));
      }
    }
    writer.agree();
  }
}

}  // namespace yieldscape
