#include "point_sums.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "bytes.hpp"

namespace yieldscape {

namespace {

enum Scalar : std::size_t { flow, peak, scalars };

void put(ByteWriter& out, const MomentsTree& tree) {
  out.put(std::uint64_t(tree.nodes().size()));
  for (const auto& node : tree.nodes()) {
    out.put(node.level);
    out.put(node.index);
    out.put_array(node.moments.raw());
  }
}

void append(ByteReader& in, MomentsTree& tree) {
  for (auto left = in.get<std::uint64_t>(); left > 0; --left) {
    MomentsTree::Node node{in.get<std::uint32_t>(), in.get<std::uint64_t>(), Moments(tree.quantities())};
    in.get_into(node.moments.raw());
    tree.append(std::move(node));
  }
}

/// Of the two curves that features are read off: stress, then localization.
Moments for_features(const Moments& curves, std::uint64_t strains) {
  return curves.select(
      {std::size_t(Observable::stress) * strains, std::size_t(Observable::localization) * strains}, strains);
}

/// Leaving out one group at a time. They should be of equal size: the last counts if it has half of it.
JackknifeErrors errors_by_groups(const PointSums& sums, const Moments& curves, const EnsembleSpec& spec) {
  const std::size_t strains = spec.grid.count;
  const double shear_modulus = spec.points[sums.point].params().moduli.shear_modulus;
  const Moments all = for_features(curves, strains);
  const std::uint64_t whole = std::uint64_t(statistics_block) << sums.groups->highest();
  std::vector<double> without(2 * strains);
  LeftOut left_out;
  for (const auto& node : sums.groups->nodes()) {
    if (2 * node.moments.count(0) < whole) continue;
    leave_group_out(all, node.moments, without);
    const auto both = std::span<const double>(without);
    left_out.add(curve_features(spec.grid, both.first(strains), both.last(strains), shear_modulus));
  }
  return jackknife_errors(left_out.moments());
}

}  // namespace

PointSums::PointSums(std::uint64_t number, std::uint64_t averaged, const EnsembleSpec& spec)
    : point(number),
      curves(observable_count * spec.grid.count),
      values(scalars),
      histograms(spec.record.histograms_at.size() * histogram_quantities.size(),
                 std::vector<std::int64_t>(std::size_t(spec.record.histogram_bins) + 2)) {
  if (const auto level = jackknife_level(averaged)) groups.emplace(2 * spec.grid.count, *level);
}

double add(const Records& records, const EnsembleSpec& spec, BlockSamples& block, PointSums& point) {
  const auto stress = records.series[Observable::stress];
  const double highest =
      std::ranges::max(stress, [](double a, double b) { return (std::isnan(a) && !std::isnan(b)) || a < b; });
  const std::array<double, scalars> sample{flow_stress(stress), highest};
  const auto curves = records.series.values();
  block.curves.insert(block.curves.end(), curves.begin(), curves.end());
  block.values.insert(block.values.end(), sample.begin(), sample.end());
  const auto& grids = spec.record.histograms_at;
  for (const auto& histogram : records.histograms) {
    const auto place = std::size_t(std::ranges::find(grids, histogram.grid) - grids.begin());
    if (place == grids.size()) continue;
    const std::array quantities{&histogram.strength, &histogram.threshold};
    for (std::size_t i = 0; i < quantities.size(); ++i) {
      auto& sum = point.histograms[place * quantities.size() + i];
      std::ranges::transform(sum, *quantities[i], sum.begin(), std::plus{});
    }
  }
  return sample[flow];
}

void append(std::uint64_t number, BlockSamples& block, const EnsembleSpec& spec, PointSums& point) {
  Moments curves(observable_count * spec.grid.count, block.curves);
  if (point.groups) point.groups->append({0, number, for_features(curves, spec.grid.count)});
  point.curves.append({0, number, std::move(curves)});
  point.values.append({0, number, Moments(scalars, block.values)});
  block.curves.clear();
  block.values.clear();
}

bool is_whole(const PointSums& sums, const Blocks& blocks) {
  const auto nodes = sums.curves.nodes();
  if (nodes.empty() || nodes.front().index != 0) return false;
  const auto& last = nodes.back();
  return (last.index + 1) << last.level == blocks.per_point();
}

std::vector<std::byte> encode(const PointSums& sums) {
  ByteWriter out;
  put(out, sums.curves);
  put(out, sums.values);
  if (sums.groups) put(out, *sums.groups);
  for (const auto& histogram : sums.histograms) out.put_array(std::span<const std::int64_t>(histogram));
  return std::move(out).take();
}

void append_encoded(std::span<const std::byte> bytes, PointSums& sums) {
  ByteReader in(bytes, "sums of another rank");
  append(in, sums.curves);
  append(in, sums.values);
  if (sums.groups) append(in, *sums.groups);
  for (auto& histogram : sums.histograms) {
    const auto more = in.get_array<std::int64_t>(histogram.size());
    std::ranges::transform(histogram, more, histogram.begin(), std::plus{});
  }
}

PointSummary summarize(const PointSums& sums, const Moments& curves, const EnsembleSpec& spec) {
  const auto mean_curve = [&](Observable observable) {
    std::vector<double> curve(spec.grid.count);
    for (std::size_t k = 0; k < curve.size(); ++k)
      curve[k] = curves.mean(std::size_t(observable) * curve.size() + k);
    return curve;
  };
  const Moments values = sums.values.total();
  return {.point = sums.point,
          .features =
              curve_features(spec.grid, mean_curve(Observable::stress), mean_curve(Observable::localization),
                             spec.points[sums.point].params().moduli.shear_modulus),
          .errors = sums.groups ? errors_by_groups(sums, curves, spec)
                                : jackknife_errors(Moments(LeftOut::quantities)),
          .flow_stress = values.mean(flow),
          .flow_stress_sem = values.sem(flow),
          .mean_of_peaks = values.mean(peak),
          .mean_of_peaks_sem = values.sem(peak)};
}

void write_statistics(const EnsembleSpec& spec, std::span<const PointSums> points,
                      std::span<const Moments> curves, ResultWriter& writer) {
  const std::uint64_t strains = spec.grid.count;
  const std::uint64_t count = points.size();
  const std::uint64_t first = count > 0 ? points.front().point : 0;
  const hdf5::Region rows{{{first, 0}, {count, count > 0 ? strains : 0}}};
  for (std::size_t o = 0; o < observable_count; ++o) {
    const auto write = [&](std::string_view suffix, const auto& value) {
      std::vector<decltype(value(curves.front(), 0))> row;
      row.reserve(count * strains);
      for (const auto& total : curves) {
        for (std::size_t k = 0; k < strains; ++k) row.push_back(value(total, o * strains + k));
      }
      writer.put(paths::statistic(Observable(o), suffix), rows, std::as_bytes(std::span(row)));
    };
    write("mean", [](const Moments& m, std::size_t i) { return m.mean(i); });
    write("sem", [](const Moments& m, std::size_t i) { return m.sem(i); });
    write("std", [](const Moments& m, std::size_t i) { return m.std(i); });
    write("count", [](const Moments& m, std::size_t i) { return std::int64_t(m.count(i)); });
    write("m2", [](const Moments& m, std::size_t i) { return m.central(i, 2); });
    write("m3", [](const Moments& m, std::size_t i) { return m.central(i, 3); });
    write("m4", [](const Moments& m, std::size_t i) { return m.central(i, 4); });
  }
  const std::uint64_t bins = std::uint64_t(spec.record.histogram_bins) + 2;
  for (std::size_t i = 0; i < spec.record.histograms_at.size() * histogram_quantities.size(); ++i) {
    std::vector<std::int64_t> row;
    for (const auto& sums : points)
      row.insert(row.end(), sums.histograms[i].begin(), sums.histograms[i].end());
    writer.put(paths::histogram(spec.grid, spec.record.histograms_at[i / histogram_quantities.size()],
                                histogram_quantities[i % histogram_quantities.size()]),
               {{{first, 0}, {count, count > 0 ? bins : 0}}}, std::as_bytes(std::span(row)));
  }
}

}  // namespace yieldscape
