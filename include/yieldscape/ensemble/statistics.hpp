#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <vector>

#include "yieldscape/drive/strain_grid.hpp"

// Statistics over realizations, the independent units. Every sum is taken in one fixed order, whatever the
// number of ranks: realizations in blocks of `statistics_block`, each summed in order, the blocks joined by a
// binary tree that depends on their numbers alone.

namespace yieldscape {

/// Realizations b · statistics_block … of a point form its block b.
inline constexpr std::uint32_t statistics_block = 64;

/// Mean and central moments of an array of quantities. NaN means absent: each quantity has a count of its
/// own. Formulas: Pébay, Sandia report SAND2008-6212 (2008), eqs. (2.1), (3.1).
class Moments {
 public:
  explicit Moments(std::size_t quantities);
  /// Of samples that are all there, shape [samples, quantities]: as adding one after the other but for
  /// rounding, at a quarter of the cost.
  Moments(std::size_t quantities, std::span<const double> samples);

  /// One sample of every quantity.
  void add(std::span<const double> sample);
  /// Adds what another one has seen; joining with an empty one changes no bit.
  void join(const Moments& other);
  /// Those of some quantities: `number` from each of these on.
  [[nodiscard]] Moments select(std::initializer_list<std::size_t> firsts, std::size_t number) const;

  [[nodiscard]] std::size_t quantities() const noexcept { return quantities_; }
  [[nodiscard]] std::uint64_t count(std::size_t i) const noexcept;
  [[nodiscard]] double mean(std::size_t i) const noexcept;  ///< NaN if nothing was seen
  /// Central moment <(x − <x>)^order>, order 2, 3 or 4; NaN if nothing was seen.
  [[nodiscard]] double central(std::size_t i, int order) const;
  [[nodiscard]] double std(std::size_t i) const noexcept;  ///< of the population, by n − 1; NaN for n < 2
  [[nodiscard]] double sem(std::size_t i) const noexcept;  ///< std/sqrt(n); NaN for n < 2
  /// Standard error of a quantity whose samples are its leave-one-out values: sqrt((n − 1)/n Σ (θ_i − <θ>)²).
  [[nodiscard]] double jackknife_sem(std::size_t i) const noexcept;

  /// All numbers, for transport: counts, means, sums of powers 2, 3, 4 of deviations; shape [5, quantities].
  [[nodiscard]] std::span<const double> raw() const noexcept { return values_; }
  [[nodiscard]] std::span<double> raw() noexcept { return values_; }

 private:
  void add_one(std::size_t i, double value) noexcept;
  [[nodiscard]] double at(std::size_t which, std::size_t i) const noexcept {
    return values_[which * quantities_ + i];
  }
  std::size_t quantities_;
  std::vector<double> values_;
};

/// Blocks joined in a fixed tree: the node (level l, index j) holds blocks j 2^l … (j + 1) 2^l − 1. A run of
/// consecutive blocks is at most 2 log2(n) nodes, so ranks exchange little.
class MomentsTree {
 public:
  struct Node {
    std::uint32_t level = 0;
    std::uint64_t index = 0;
    Moments moments;
  };

  /// Nodes are joined up to `highest` level only: so they are of equal size, and as many as are wanted.
  explicit MomentsTree(std::size_t quantities, std::uint32_t highest = 64)
      : quantities_(quantities), highest_(highest) {}

  /// The next block, or a node of another rank; in increasing order without a gap.
  void append(Node node);
  /// Everything joined. The same bits however the blocks came.
  [[nodiscard]] Moments total() const;
  [[nodiscard]] std::span<const Node> nodes() const noexcept { return nodes_; }
  [[nodiscard]] std::size_t quantities() const noexcept { return quantities_; }
  [[nodiscard]] std::uint32_t highest() const noexcept { return highest_; }

 private:
  std::size_t quantities_;
  std::uint32_t highest_;
  std::vector<Node> nodes_;
};

/// Mean of a stress curve over the strains at and above half of the largest. Curve of shape [T].
[[nodiscard]] double flow_stress(std::span<const double> stress);

/// What is read off a pair of mean curves, shapes [T].
struct CurveFeatures {
  double flow_stress = 0;
  double peak_stress = 0;  ///< the curve's maximum
  double peak_strain = 0;  ///< the grid strain where it is
  double yield_strain =
      0;  ///< where the stress first reaches the flow stress, straight lines between grid strains
  /// Maximum of LOC over the grid strains at which at least half of the strain is plastic, Σ <= μ ε: before,
  /// LOC is that of single slips in a field near zero and may exceed 1.
  double localization_max = 0;
};
[[nodiscard]] CurveFeatures curve_features(const StrainGrid& grid, std::span<const double> stress,
                                           std::span<const double> localization, double shear_modulus);

/// The mean curve without one of its samples. `count`: samples in each mean; a NaN in `sample` was none.
void leave_one_out(std::span<const double> mean, std::span<const std::uint64_t> count,
                   std::span<const double> sample, std::span<double> result);

/// The means of all without those of a group that is part of them; NaN where nothing is left.
void leave_group_out(const Moments& all, const Moments& group, std::span<double> result);

/// The level in the tree of blocks whose nodes are left out one at a time, instead of single realizations, to
/// estimate errors: 64 to 127 groups say as much and cost a fraction. Nothing: so few realizations that each
/// is left out.
[[nodiscard]] std::optional<std::uint32_t> jackknife_level(std::uint64_t realizations) noexcept;

struct Interval {
  double lower = 0;
  double upper = 0;
};

struct BootstrapOptions {
  double level = 0.95;
  std::uint32_t replicates = 400;
  std::uint64_t seed = 1;
};

/// Percentile bootstrap interval of a statistic of independent samples; NaN for fewer than two. The
/// resampling is a pure function of the seed.
[[nodiscard]] Interval bootstrap(std::span<const double> samples,
                                 const std::function<double(std::span<const double>)>& statistic,
                                 const BootstrapOptions& options = {});

}  // namespace yieldscape
