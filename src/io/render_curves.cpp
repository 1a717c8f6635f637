#include <algorithm>
#include <optional>

#include "point_sums.hpp"
#include "yieldscape/core/contracts.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/messages.hpp"
#include "yieldscape/parallel/together.hpp"

namespace yieldscape {

namespace {

enum Status : std::int8_t { absent = 0, done = 1, failed = 2 };

/// Bytes of curves that a rank writes at a time: enough that the calls themselves cost nothing.
constexpr std::uint64_t bytes_at_a_time = std::uint64_t(8) << 20;
/// Rows of finished points that a rank keeps before it writes them.
constexpr std::size_t most_pending_rows = 16;
constexpr Tag partial_sums{1};

/// From so many blocks on the means of blocks are the samples of the bootstrap: the same interval, since they
/// are independent too, at a 64th of the cost.
constexpr std::uint64_t blocks_to_resample = 64;

/// Consecutive rows of /realizations as they go to the file.
class Rows {
 public:
  Rows(const EnsembleSpec& spec, std::uint64_t most)
      : strains_(spec.grid.count), status_(most), near_ties_(most), seconds_(most) {
    if (spec.record.realizations) curves_.resize(observable_count);
    for (auto& curve : curves_) curve.resize(most * strains_);
  }

  /// `first`: row in the order of points and realizations, `realizations` of each point.
  void begin(std::uint64_t first, std::uint64_t realizations) {
    first_ = first;
    realizations_ = realizations;
    count_ = 0;
  }
  void add_missing(Status status) {
    status_[count_] = status;
    near_ties_[count_] = 0;
    seconds_[count_] = missing;
    for (auto& curve : curves_) std::ranges::fill(place(curve), missing);
    ++count_;
  }
  void add(const RealizationResult& result) {
    status_[count_] = done;
    near_ties_[count_] = std::int64_t(result.near_ties);
    seconds_[count_] = result.seconds;
    for (std::size_t i = 0; i < curves_.size(); ++i) {
      std::ranges::copy(result.records.series[Observable(i)], place(curves_[i]).begin());
    }
    ++count_;
  }
  void write(ResultWriter& writer) const {
    writer.put(std::string(paths::status), region({}), std::as_bytes(std::span(status_).first(count_)));
    writer.put(std::string(paths::near_ties), region({}), std::as_bytes(std::span(near_ties_).first(count_)));
    writer.put(std::string(paths::seconds), region({}), std::as_bytes(std::span(seconds_).first(count_)));
    for (std::size_t i = 0; i < curves_.size(); ++i) {
      writer.put(paths::curve(Observable(i)), region(strains_),
                 std::as_bytes(std::span(curves_[i]).first(count_ * strains_)));
    }
  }

 private:
  [[nodiscard]] std::span<double> place(std::vector<double>& curve) const {
    return std::span(curve).subspan(count_ * strains_, strains_);
  }
  /// The rows as blocks of a dataset [point, realization] or [point, realization, strain].
  [[nodiscard]] hdf5::Region region(std::optional<std::uint64_t> strains) const {
    hdf5::Region region;
    for (std::uint64_t row = first_; row < first_ + count_;) {
      const std::uint64_t point = row / realizations_;
      const std::uint64_t realization = row % realizations_;
      const std::uint64_t left = first_ + count_ - row;
      hdf5::Slab slab{{point, realization}, {1, std::min(left, realizations_ - realization)}};
      if (realization == 0 && left >= realizations_) slab.count = {left / realizations_, realizations_};
      row += slab.count[0] * slab.count[1];
      if (strains) {
        slab.start.push_back(0);
        slab.count.push_back(*strains);
      }
      region.push_back(std::move(slab));
    }
    return region;
  }

  std::uint64_t strains_;
  std::uint64_t first_ = 0;
  std::uint64_t realizations_ = 1;
  std::uint64_t count_ = 0;
  std::vector<std::int8_t> status_;
  std::vector<std::int64_t> near_ties_;
  std::vector<double> seconds_;
  std::vector<std::vector<double>> curves_;
};

/// Blocks that a rank reads and writes at a time.
std::uint64_t blocks_at_a_time(const EnsembleSpec& spec) {
  const std::uint64_t block = statistics_block * observable_count * spec.grid.count * sizeof(double);
  return std::max<std::uint64_t>(1, bytes_at_a_time / block);
}

class CurveStage {
 public:
  CurveStage(Rendering& rendering, ResultWriter& writer)
      : rendering_(rendering),
        writer_(writer),
        blocks_(rendering.places.blocks()),
        rows_(rendering.spec, blocks_at_a_time(rendering.spec) * statistics_block) {}

  CurveSummaries run() {
    const auto& communicator = rendering_.communicator;
    const Share mine = rendering_.places.share();
    const std::uint64_t step = blocks_at_a_time(rendering_.spec);
    together(communicator, [&] {
      std::uint64_t first = mine.first;
      do {
        const std::uint64_t last = std::min(mine.last, first + step);
        take(first, last);
        rows_.write(writer_);
        if (finished_.size() >= most_pending_rows) write_finished();
        first = last;
      } while (first < mine.last);
    });
    exchange(mine);
    together(communicator, [&] { write_finished(); });
    return std::move(summaries_);
  }

 private:
  /// Reads blocks first … last − 1: their rows, and their share in the sums.
  void take(std::uint64_t first, std::uint64_t last) {
    const std::uint64_t realizations = rendering_.contents.realizations();
    if (first < last) {
      const Block block = blocks_[first];
      rows_.begin(block.point * realizations + block.first, realizations);
    } else {
      rows_.begin(0, realizations);
    }
    for (std::uint64_t b = first; b < last; ++b) take(blocks_[b]);
  }

  void take(const Block& block) {
    const auto& spec = rendering_.spec;
    if (open_.empty() || open_.back().point != block.point) {
      finish_whole_points();
      open_.emplace_back(block.point, rendering_.points[block.point].prefix, spec);
    }
    PointSums& sums = open_.back();
    std::vector<double> flow_stresses;
    const std::uint64_t asked_for = spec.points[block.point].realizations();
    for (std::uint64_t r = block.first; r < block.last; ++r) {
      const auto place = rendering_.find(block.point, r);
      if (!place) {
        rows_.add_missing(r < asked_for && rendering_.places.failed(block.point, r) ? failed : absent);
        continue;
      }
      const auto result = rendering_.read(*place, block.point);
      rows_.add(result);
      if (r < rendering_.points[block.point].prefix)
        flow_stresses.push_back(add(result.records, spec, samples_, sums));
    }
    append(block.number, samples_, spec, sums);
    keep_samples(block.point, flow_stresses);
  }

  void keep_samples(std::uint64_t point, const std::vector<double>& flow_stresses) {
    auto& kept = summaries_.flow_stresses;
    if (rendering_.points[point].prefix <= blocks_to_resample * statistics_block) {
      for (const double value : flow_stresses) kept.push_back({point, value});
    } else if (flow_stresses.size() >=
               statistics_block / 2) {  // a mean of few would weigh as much as the others
      double sum = 0;
      for (const double value : flow_stresses) sum += value;
      kept.push_back({point, sum / double(flow_stresses.size())});
    }
  }

  /// Moves on the points of which this rank has all blocks.
  void finish_whole_points() {
    const auto rest =
        std::ranges::stable_partition(open_, [&](const PointSums& sums) { return !is_whole(sums, blocks_); });
    std::ranges::move(rest, std::back_inserter(finished_));
    open_.erase(rest.begin(), rest.end());
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

  /// The rows of the points that are complete on this rank; they follow each other.
  void write_finished() {
    std::vector<Moments> totals;
    for (const auto& sums : finished_) {
      totals.push_back(sums.curves.total());
      summaries_.points.push_back(summarize(sums, totals.back(), rendering_.spec));
    }
    write_statistics(rendering_.spec, finished_, totals, writer_);
    finished_.clear();
  }

  Rendering& rendering_;
  ResultWriter& writer_;
  const Blocks& blocks_;
  Rows rows_;
  BlockSamples samples_;  ///< memory of the block being read
  std::vector<PointSums> open_;
  std::vector<PointSums> finished_;
  CurveSummaries summaries_;
};

}  // namespace

CurveSummaries render_curves(Rendering& rendering, ResultWriter& writer) {
  return CurveStage(rendering, writer).run();
}

}  // namespace yieldscape
