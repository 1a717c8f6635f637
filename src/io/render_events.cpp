#include <algorithm>

#include "rendering.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/together.hpp"

namespace yieldscape {

namespace {

/// Avalanches a rank holds before it writes them.
constexpr std::uint64_t batch_events = std::uint64_t(1) << 18;

struct Source {
  std::uint32_t point;
  std::uint32_t realization;
};

/// The realizations of this rank's share that have events, cut into batches; how many events they have.
struct Batches {
  std::vector<std::vector<Source>> sources;
  std::uint64_t events = 0;
};

Batches batches_of(const Rendering& rendering) {
  const Blocks& blocks = rendering.places.blocks();
  const Share& share = rendering.places.share();
  Batches batches;
  std::uint64_t events = batch_events;
  for (std::uint64_t b = share.first; b < share.last; ++b) {
    const Block block = blocks[b];
    for (std::uint64_t r = block.first; r < block.last; ++r) {
      const auto done = rendering.find(block.point, r);
      if (!done || done->events == 0) continue;
      if (events >= batch_events) {
        batches.sources.emplace_back();
        events = 0;
      }
      batches.sources.back().push_back({std::uint32_t(block.point), std::uint32_t(r)});
      events += done->events;
      batches.events += done->events;
    }
  }
  return batches;
}

struct EventColumns {
  std::vector<std::int64_t> point, realization, slips, rounds;
  std::vector<double> strain, stress, plastic_strain, stress_drop;

  void add(const Source& source, const Avalanche& avalanche) {
    point.push_back(std::int64_t(source.point));
    realization.push_back(source.realization);
    strain.push_back(avalanche.strain);
    stress.push_back(avalanche.stress);
    slips.push_back(std::int64_t(avalanche.slips));
    rounds.push_back(std::int64_t(avalanche.rounds));
    plastic_strain.push_back(avalanche.plastic_strain);
    stress_drop.push_back(avalanche.stress_drop);
  }
};

}  // namespace

void render_events(Rendering& rendering, ResultWriter& writer) {
  if (!rendering.spec.record.events) return;
  const auto& communicator = rendering.communicator;
  const auto [batches, mine] = batches_of(rendering);
  std::uint64_t place = exclusive_scan(communicator, mine);
  const auto write = [&](const EventColumns& columns) {
    const std::uint64_t count = columns.point.size();
    const auto put = [&](std::string_view name, const auto& values) {
      writer.put(paths::event(name), {{{place}, {count}}}, std::as_bytes(std::span(values)));
    };
    put("point", columns.point);
    put("realization", columns.realization);
    put("strain", columns.strain);
    put("stress", columns.stress);
    put("slips", columns.slips);
    put("rounds", columns.rounds);
    put("plastic_strain", columns.plastic_strain);
    put("stress_drop", columns.stress_drop);
    place += count;
  };
  together(communicator, [&] {
    for (const auto& batch : batches) {
      EventColumns columns;
      for (const auto& source : batch) {
        const auto result = rendering.read(*rendering.find(source.point, source.realization), source.point);
        for (const auto& avalanche : result.records.avalanches) columns.add(source, avalanche);
      }
      write(columns);
    }
    write({});
  });
}

}  // namespace yieldscape
