#include "jackknife.hpp"

#include "bytes.hpp"
#include "rendering.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/together.hpp"

namespace yieldscape {

namespace {

enum Feature : std::size_t { peak_stress, peak_strain, yield_strain, localization_max };

struct MeanCurve {
  std::vector<double> mean;
  std::vector<std::uint64_t> count;
};

/// Row `point` of the statistics in the file.
MeanCurve read_mean(const hdf5::File& file, Observable observable, std::uint64_t point,
                    std::uint64_t strains) {
  MeanCurve curve{std::vector<double>(strains), std::vector<std::uint64_t>(strains)};
  const auto row = [&](std::string_view suffix, std::span<std::byte> bytes) {
    const auto path = paths::statistic(observable, suffix);
    const auto dataset = hdf5::open_dataset(file, path);
    hdf5::read(dataset, hdf5::format_of(dataset, path), {{{point, 0}, {1, strains}}}, bytes, path);
  };
  row("mean", std::as_writable_bytes(std::span(curve.mean)));
  row("count", std::as_writable_bytes(std::span(curve.count)));
  return curve;
}

/// The features without one realization at a time, over this rank's blocks.
class LeaveOneOut {
 public:
  LeaveOneOut(Rendering& rendering, const std::filesystem::path& path)
      : rendering_(rendering), file_(hdf5::File::open_to_read(path)) {}

  Moments take(const Block& block) {
    LeftOut left_out;
    const std::uint64_t averaged = rendering_.points[block.point].prefix;
    if (jackknife_level(averaged)) return left_out.moments();
    const std::uint64_t end = std::min<std::uint64_t>(block.last, averaged);
    for (std::uint64_t r = block.first; r < end; ++r) {
      const auto done = rendering_.find(block.point, r);
      if (!done) continue;
      if (!means_ || means_->point != block.point) load(block.point);
      left_out.add(without(rendering_.read(*done, block.point).records.series));
    }
    return left_out.moments();
  }

 private:
  struct Means {
    std::uint64_t point;
    MeanCurve stress;
    MeanCurve localization;
  };

  void load(std::uint64_t point) {
    const std::uint64_t strains = rendering_.spec.grid.count;
    means_ = Means{point, read_mean(file_, Observable::stress, point, strains),
                   read_mean(file_, Observable::localization, point, strains)};
    stress_.resize(strains);
    localization_.resize(strains);
  }

  CurveFeatures without(const Series& series) {
    leave_one_out(means_->stress.mean, means_->stress.count, series[Observable::stress], stress_);
    leave_one_out(means_->localization.mean, means_->localization.count, series[Observable::localization],
                  localization_);
    return curve_features(rendering_.spec.grid, stress_, localization_,
                          rendering_.spec.points[means_->point].params().moduli.shear_modulus);
  }

  Rendering& rendering_;
  hdf5::File file_;
  std::optional<Means> means_;
  std::vector<double> stress_;
  std::vector<double> localization_;
};

}  // namespace

void LeftOut::add(const CurveFeatures& features) {
  std::array<double, quantities> sample{};
  sample[peak_stress] = features.peak_stress;
  sample[peak_strain] = features.peak_strain;
  sample[yield_strain] = features.yield_strain;
  sample[localization_max] = features.localization_max;
  moments_.add(sample);
}

JackknifeErrors jackknife_errors(const Moments& left_out) {
  return {.peak_stress = left_out.jackknife_sem(peak_stress),
          .peak_strain = left_out.jackknife_sem(peak_strain),
          .yield_strain = left_out.jackknife_sem(yield_strain),
          .localization_max = left_out.jackknife_sem(localization_max)};
}

std::vector<JackknifeErrors> jackknife_errors(Rendering& rendering, const std::filesystem::path& path) {
  const auto& communicator = rendering.communicator;
  const Blocks& blocks = rendering.places.blocks();
  const Share& mine = rendering.places.share();
  ByteWriter nodes;
  together(communicator, [&] {
    LeaveOneOut left_out(rendering, path);
    MomentsTree tree(LeftOut::quantities);
    const auto flush = [&](std::uint64_t point) {
      for (const auto& node : tree.nodes()) {
        nodes.put(point);
        nodes.put(node.level);
        nodes.put(node.index);
        nodes.put_array(node.moments.raw());
      }
      tree = MomentsTree(LeftOut::quantities);
    };
    for (std::uint64_t b = mine.first; b < mine.last; ++b) {
      tree.append({0, blocks[b].number, left_out.take(blocks[b])});
      if (b + 1 == mine.last || blocks[b + 1].point != blocks[b].point) flush(blocks[b].point);
    }
  });

  const auto gathered = gather_bytes(communicator, nodes.bytes());
  if (!communicator.is_root()) return {};
  std::vector<MomentsTree> trees(rendering.spec.points.size(), MomentsTree(LeftOut::quantities));
  for (const auto& bytes : gathered) {
    ByteReader in(bytes, "jackknife of another rank");
    while (in.left() > 0) {
      const auto point = in.get<std::uint64_t>();
      MomentsTree::Node node{in.get<std::uint32_t>(), in.get<std::uint64_t>(), Moments(LeftOut::quantities)};
      in.get_into(node.moments.raw());
      trees[point].append(std::move(node));
    }
  }
  std::vector<JackknifeErrors> errors;
  for (const auto& tree : trees) errors.push_back(jackknife_errors(tree.total()));
  return errors;
}

}  // namespace yieldscape
