#include <algorithm>

#include "rendering.hpp"
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
  const auto& spec = rendering.spec;
  const auto& contents = rendering.contents;
  const std::uint64_t samples = contents.maps();
  if (samples == 0) return;
  const Lattice largest = contents.largest_lattice();
  const std::uint64_t sites = largest.sites();
  const auto put = [&](std::size_t k, std::size_t field, const hdf5::Region& region,
                       std::span<const double> values) {
    writer.put(paths::map(spec.grid, k, map_fields[field]), region, std::as_bytes(values));
  };
  together(rendering.communicator, [&] {
    std::vector<double> padded(sites);
    for (const auto [point, sample] : samples_of(rendering.places, samples)) {
      Records records;
      if (const auto done = rendering.find(point, sample)) records = rendering.read(*done, point).records;
      const hdf5::Region region{
          {{point, sample, 0, 0}, {1, 1, std::uint64_t(largest.lx()), std::uint64_t(largest.ly())}}};
      for (const std::size_t k : spec.record.maps_at) {
        const auto map = std::ranges::find(records.maps, k, &FieldMap::grid);
        for (std::size_t i = 0; i < map_fields.size(); ++i) {
          std::ranges::fill(padded, missing);
          if (map != records.maps.end()) {
            const std::array fields{&map->strain, &map->plastic_strain, &map->stress, &map->threshold};
            place(*fields[i], spec.points[point].params().lattice, largest, padded);
          }
          put(k, i, region, padded);
        }
      }
    }
    for (const std::size_t k : spec.record.maps_at) {
      for (std::size_t i = 0; i < map_fields.size(); ++i) put(k, i, {}, {});
    }
  });
}

}  // namespace yieldscape
