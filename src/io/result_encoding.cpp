#include "yieldscape/io/result_encoding.hpp"

#include <utility>

#include "bytes.hpp"
#include "yieldscape/core/hash.hpp"

namespace yieldscape {

namespace {

constexpr std::size_t cost_bytes = sizeof(double);
constexpr std::size_t avalanche_bytes = 6 * 8;
constexpr std::size_t least_map_bytes = 2 * 8;
constexpr std::size_t least_histogram_bytes = 2 * 8;

void put(ByteWriter& out, const Avalanche& avalanche) {
  out.put(avalanche.strain);
  out.put(avalanche.stress);
  out.put(avalanche.plastic_strain);
  out.put(avalanche.stress_drop);
  out.put(avalanche.slips);
  out.put(avalanche.rounds);
}

Avalanche get_avalanche(ByteReader& in) {
  Avalanche avalanche;
  avalanche.strain = in.get<double>();
  avalanche.stress = in.get<double>();
  avalanche.plastic_strain = in.get<double>();
  avalanche.stress_drop = in.get<double>();
  avalanche.slips = in.get<std::uint64_t>();
  avalanche.rounds = in.get<std::uint64_t>();
  return avalanche;
}

void put(ByteWriter& out, const FieldMap& map) {
  const std::size_t sites = map.strain.size();
  EXPECTS(map.plastic_strain.size() == sites && map.stress.size() == sites && map.threshold.size() == sites);
  out.put(std::uint64_t(map.grid));
  out.put(std::uint64_t(sites));
  for (const auto* field : {&map.strain, &map.plastic_strain, &map.stress, &map.threshold}) {
    out.put_array(std::span<const double>(*field));
  }
}

FieldMap get_map(ByteReader& in) {
  FieldMap map;
  map.grid = in.get<std::uint64_t>();
  const auto sites = in.get<std::uint64_t>();
  for (auto* field : {&map.strain, &map.plastic_strain, &map.stress, &map.threshold}) {
    *field = in.get_array<double>(sites);
  }
  return map;
}

void put(ByteWriter& out, const Histogram& histogram) {
  EXPECTS(histogram.strength.size() == histogram.threshold.size());
  out.put(std::uint64_t(histogram.grid));
  out.put(std::uint64_t(histogram.strength.size()));
  out.put_array(std::span<const std::uint64_t>(histogram.strength));
  out.put_array(std::span<const std::uint64_t>(histogram.threshold));
}

Histogram get_histogram(ByteReader& in) {
  Histogram histogram;
  histogram.grid = in.get<std::uint64_t>();
  const auto bins = in.get<std::uint64_t>();
  histogram.strength = in.get_array<std::uint64_t>(bins);
  histogram.threshold = in.get_array<std::uint64_t>(bins);
  return histogram;
}

}  // namespace

std::vector<std::byte> encode(const RealizationResult& result, std::vector<std::byte> used) {
  const Records& records = result.records;
  ByteWriter out(std::move(used));
  out.reserve(256 + records.series.values().size_bytes() + records.avalanches.size() * avalanche_bytes);
  out.put(result.seconds);
  out.put(result.slips);
  out.put(result.rounds);
  out.put(result.near_ties);
  out.put(std::uint64_t(records.avalanches.size()));
  out.put(std::uint64_t(records.series.strains()));
  out.put_array(records.series.values());
  for (const auto& avalanche : records.avalanches) put(out, avalanche);
  out.put(std::uint64_t(records.maps.size()));
  for (const auto& map : records.maps) put(out, map);
  out.put(std::uint64_t(records.histograms.size()));
  for (const auto& histogram : records.histograms) put(out, histogram);
  return std::move(out).take();
}

RealizationResult decode(std::span<const std::byte> bytes, std::string_view where) {
  ByteReader in(bytes, where);
  RealizationResult result;
  result.seconds = in.get<double>();
  result.slips = in.get<std::uint64_t>();
  result.rounds = in.get<std::uint64_t>();
  result.near_ties = in.get<std::uint64_t>();
  const auto avalanches = in.get_count(avalanche_bytes);
  result.records.series = Series(in.get_count(observable_count * sizeof(double)));
  in.get_into(result.records.series.values());
  result.records.avalanches.reserve(avalanches);
  for (std::uint64_t i = 0; i < avalanches; ++i) result.records.avalanches.push_back(get_avalanche(in));
  const auto maps = in.get_count(least_map_bytes);
  for (std::uint64_t i = 0; i < maps; ++i) result.records.maps.push_back(get_map(in));
  const auto histograms = in.get_count(least_histogram_bytes);
  for (std::uint64_t i = 0; i < histograms; ++i) result.records.histograms.push_back(get_histogram(in));
  in.expect_end();
  return result;
}

EncodedSummary summarize(std::span<const std::byte> bytes, std::string_view where) {
  ByteReader in(bytes, where);
  EncodedSummary summary;
  summary.seconds = in.get<double>();
  for (int i = 0; i < 3; ++i) static_cast<void>(in.get<std::uint64_t>());  // slips, rounds, near ties
  const auto events = in.get<std::uint64_t>();
  if (events > bytes.size() / avalanche_bytes) in.fail(std::to_string(events) + " avalanches are impossible");
  summary.events = std::uint32_t(events);
  summary.records_hash = hash64(bytes.subspan(cost_bytes));
  return summary;
}

}  // namespace yieldscape
