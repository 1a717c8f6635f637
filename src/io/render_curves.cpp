#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "bytes.hpp"
#include "rendering.hpp"
#include "yieldscape/core/contracts.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/messages.hpp"
#include "yieldscape/parallel/together.hpp"

namespace yieldscape {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
enum Status : std::int8_t { absent = 0, done = 1, failed = 2 };
enum Scalar : std::size_t { flow, peak, scalars };

/// Rows of finished points that a rank keeps before all ranks write theirs.
constexpr std::size_t most_pending_rows = 16;
constexpr Tag partial_sums{1};

/// What a rank has added up of one point.
struct PointSums {
  PointSums(std::uint64_t number, const EnsembleSpec& spec)
      : point(number),
        curves(observable_count * spec.grid.count),
        values(scalars),
        histograms(spec.record.histograms_at.size() * histogram_quantities.size(),
                   std::vector<std::int64_t>(std::size_t(spec.record.histogram_bins) + 2)) {}

  std::uint64_t point;
  MomentsTree curves;
  MomentsTree values;
  std::vector<std::vector<std::int64_t>> histograms;
};

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

std::vector<std::byte> encode(const PointSums& sums) {
  ByteWriter out;
  put(out, sums.curves);
  put(out, sums.values);
  for (const auto& histogram : sums.histograms) out.put_array(std::span<const std::int64_t>(histogram));
  return std::move(out).take();
}

/// Adds what a later rank has of the same point.
void append_encoded(std::span<const std::byte> bytes, PointSums& sums) {
  ByteReader in(bytes, "sums of another rank");
  append(in, sums.curves);
  append(in, sums.values);
  for (auto& histogram : sums.histograms) {
    const auto more = in.get_array<std::int64_t>(histogram.size());
    std::ranges::transform(histogram, more, histogram.begin(), std::plus{});
  }
}

/// The rows of one block as they go to the file.
struct BlockRows {
  explicit BlockRows(const ResultContents& contents)
      : status(statistics_block), near_ties(statistics_block), seconds(statistics_block) {
    if (contents.spec.record.realizations) curves.resize(observable_count);
    for (auto& curve : curves) curve.resize(statistics_block * contents.spec.grid.count);
  }
  void clear() {
    std::ranges::fill(status, std::int8_t{absent});
    std::ranges::fill(near_ties, 0);
    std::ranges::fill(seconds, nan);
    for (auto& curve : curves) std::ranges::fill(curve, nan);
  }
  std::vector<std::int8_t> status;
  std::vector<std::int64_t> near_ties;
  std::vector<double> seconds;
  std::vector<std::vector<double>> curves;
};

class CurveStage {
 public:
  CurveStage(Rendering& rendering, ResultWriter& writer)
      : rendering_(rendering), writer_(writer), blocks_(rendering.contents), rows_(rendering.contents) {}

  CurveSummaries run() {
    const auto& communicator = rendering_.communicator;
    const Share mine = share_of(blocks_.total(), communicator.rank(), communicator.size());
    const std::uint64_t rounds = all_reduce_max(communicator, mine.size());
    for (std::uint64_t round = 0; round < rounds; ++round) {
      const bool working = round < mine.size();
      const Block block = working ? blocks_[mine.first + round] : Block{};
      together(communicator, [&] {
        if (working) take(block);
      });
      write_rows(block);
      if (all_reduce_or(communicator, finished_.size() >= most_pending_rows)) write_statistics();
    }
    exchange(mine);
    write_statistics();
    return std::move(summaries_);
  }

 private:
  /// Reads one block: its rows, and its share in the sums.
  void take(const Block& block) {
    const auto& spec = rendering_.spec;
    if (open_.empty() || open_.back().point != block.point) {
      finish_whole_points();
      open_.emplace_back(block.point, spec);
    }
    PointSums& sums = open_.back();
    Moments curves(observable_count * spec.grid.count);
    Moments values(scalars);
    rows_.clear();
    for (std::uint64_t r = block.first; r < block.last; ++r) {
      const std::size_t row = r - block.first;
      const DoneTask* const place = rendering_.find(block.point, r);
      if (place == nullptr) {
        const TaskId task{spec.points[block.point].hash(), std::uint32_t(r)};
        const bool asked_for = r < spec.points[block.point].realizations();
        if (asked_for && rendering_.index.find_failed(task) != nullptr) rows_.status[row] = failed;
        continue;
      }
      const auto result = rendering_.read(*place, block.point);
      rows_.status[row] = done;
      rows_.near_ties[row] = std::int64_t(result.near_ties);
      rows_.seconds[row] = result.seconds;
      for (std::size_t i = 0; i < rows_.curves.size(); ++i) {
        std::ranges::copy(result.records.series[Observable(i)],
                          rows_.curves[i].begin() + std::ptrdiff_t(row * spec.grid.count));
      }
      if (r < rendering_.points[block.point].prefix)
        average(result.records, block.point, curves, values, sums);
    }
    sums.curves.append({0, block.number, std::move(curves)});
    sums.values.append({0, block.number, std::move(values)});
  }

  void average(const Records& records, std::uint64_t point, Moments& curves, Moments& values,
               PointSums& sums) {
    const auto stress = records.series[Observable::stress];
    const double highest = std::ranges::max(
        stress, [](double a, double b) { return (std::isnan(a) && !std::isnan(b)) || a < b; });
    const std::array<double, scalars> sample{flow_stress(stress), highest};
    curves.add(records.series.values());
    values.add(sample);
    summaries_.flow_stresses.push_back({point, sample[flow]});
    const auto& grids = rendering_.spec.record.histograms_at;
    for (const auto& histogram : records.histograms) {
      const auto place = std::size_t(std::ranges::find(grids, histogram.grid) - grids.begin());
      if (place == grids.size()) continue;
      const std::array quantities{&histogram.strength, &histogram.threshold};
      for (std::size_t i = 0; i < quantities.size(); ++i) {
        auto& sum = sums.histograms[place * quantities.size() + i];
        std::ranges::transform(sum, *quantities[i], sum.begin(), std::plus{});
      }
    }
  }

  void write_rows(const Block& block) {
    const std::uint64_t count = block.last - block.first;  // 0 where this rank has no block left
    const std::uint64_t strains = rendering_.spec.grid.count;
    const hdf5::Slab slab{{block.point, block.first}, {count > 0 ? 1u : 0u, count}};
    writer_.put(std::string(paths::status), slab, std::as_bytes(std::span(rows_.status).first(count)));
    writer_.put(std::string(paths::near_ties), slab, std::as_bytes(std::span(rows_.near_ties).first(count)));
    writer_.put(std::string(paths::seconds), slab, std::as_bytes(std::span(rows_.seconds).first(count)));
    const hdf5::Slab curves{{block.point, block.first, 0},
                            {count > 0 ? 1u : 0u, count, count > 0 ? strains : 0}};
    for (std::size_t i = 0; i < rows_.curves.size(); ++i) {
      writer_.put(paths::curve(Observable(i)), curves,
                  std::as_bytes(std::span(rows_.curves[i]).first(count * strains)));
    }
    writer_.agree();
  }

  /// Moves on the points of which this rank has all blocks.
  void finish_whole_points() {
    const auto rest =
        std::ranges::stable_partition(open_, [&](const PointSums& sums) { return !is_whole(sums); });
    std::ranges::move(rest, std::back_inserter(finished_));
    open_.erase(rest.begin(), rest.end());
  }
  [[nodiscard]] bool is_whole(const PointSums& sums) const {
    const auto nodes = sums.curves.nodes();
    if (nodes.empty() || nodes.front().index != 0) return false;
    const auto& last = nodes.back();
    return (last.index + 1) << last.level == blocks_.per_point();
  }

  /// A point whose blocks lie on several ranks is completed by the one that has its first.
  void exchange(const Share& mine) {
    finish_whole_points();
    const Communicator channel = rendering_.communicator.duplicate();
    const int ranks = channel.size();
    if (mine.size() > 0 && blocks_[mine.first].number != 0) {
      const std::uint64_t first_of_point = blocks_[mine.first].point * blocks_.per_point();
      send(channel, blocks_.owner(first_of_point, ranks), partial_sums, encode(open_.front()));
      open_.erase(open_.begin());
    }
    if (!open_.empty()) {
      // The last point, if it goes on elsewhere; lower ranks wait for higher ones only, so this ends.
      PointSums& sums = open_.front();
      const std::uint64_t end_of_point = (sums.point + 1) * blocks_.per_point();
      for (std::uint64_t next = mine.last; next < end_of_point;) {
        const int rank = blocks_.owner(next, ranks);
        append_encoded(receive(channel, {rank, partial_sums}).bytes, sums);
        next = share_of(blocks_.total(), rank, ranks).last;
      }
      finish_whole_points();
    }
    ENSURES(open_.empty());
  }

  /// Collective: the rows of the points that are complete on this rank; they follow each other.
  void write_statistics() {
    const auto& spec = rendering_.spec;
    const std::uint64_t strains = spec.grid.count;
    const std::uint64_t count = finished_.size();
    const std::uint64_t first = count > 0 ? finished_.front().point : 0;
    std::vector<Moments> totals;
    for (const auto& sums : finished_) {
      totals.push_back(sums.curves.total());
      summaries_.points.push_back(summarize(sums, totals.back()));
    }
    const hdf5::Slab slab{{first, 0}, {count, count > 0 ? strains : 0}};
    for (std::size_t o = 0; o < observable_count; ++o) {
      const auto write = [&](std::string_view suffix, const auto& value) {
        std::vector<decltype(value(totals.front(), 0))> row;
        row.reserve(count * strains);
        for (const auto& total : totals) {
          for (std::size_t k = 0; k < strains; ++k) row.push_back(value(total, o * strains + k));
        }
        writer_.put(paths::statistic(Observable(o), suffix), slab, std::as_bytes(std::span(row)));
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
      for (const auto& sums : finished_)
        row.insert(row.end(), sums.histograms[i].begin(), sums.histograms[i].end());
      writer_.put(paths::histogram(spec.grid, spec.record.histograms_at[i / histogram_quantities.size()],
                                   histogram_quantities[i % histogram_quantities.size()]),
                  {{first, 0}, {count, count > 0 ? bins : 0}}, std::as_bytes(std::span(row)));
    }
    finished_.clear();
    writer_.agree();
  }

  PointSummary summarize(const PointSums& sums, const Moments& total) const {
    const auto& grid = rendering_.spec.grid;
    const auto mean_curve = [&](Observable observable) {
      std::vector<double> curve(grid.count);
      for (std::size_t k = 0; k < grid.count; ++k)
        curve[k] = total.mean(std::size_t(observable) * grid.count + k);
      return curve;
    };
    const Moments values = sums.values.total();
    return {
        .point = sums.point,
        .features = curve_features(grid, mean_curve(Observable::stress), mean_curve(Observable::localization),
                                   rendering_.spec.points[sums.point].params().moduli.shear_modulus),
        .flow_stress = values.mean(flow),
        .flow_stress_sem = values.sem(flow),
        .mean_of_peaks = values.mean(peak),
        .mean_of_peaks_sem = values.sem(peak)};
  }

  Rendering& rendering_;
  ResultWriter& writer_;
  Blocks blocks_;
  BlockRows rows_;
  std::vector<PointSums> open_;
  std::vector<PointSums> finished_;
  CurveSummaries summaries_;
};

}  // namespace

CurveSummaries render_curves(Rendering& rendering, ResultWriter& writer) {
  return CurveStage(rendering, writer).run();
}

}  // namespace yieldscape
