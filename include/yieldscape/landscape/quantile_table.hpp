#pragma once

#include <cstdint>
#include <vector>

#include "yieldscape/landscape/inverse_cdf.hpp"
#include "yieldscape/landscape/law_spec.hpp"

namespace yieldscape {

/// The inverse CDF given by a user's table (see Table): piecewise linear in the probability, constant beyond
/// the first and last node.
class QuantileTable {
 public:
  /// Throws std::invalid_argument, naming row and values, if a number is not finite, there are fewer than
  /// two rows, probabilities leave [0, 1] or do not increase strictly, or values of an inverse CDF decrease.
  explicit QuantileTable(const Table& table);

  /// Cost: a binary search.
  [[nodiscard]] double quantile(double probability) const noexcept;
  /// The same function, in every bit, without a search. Valid while this table lives unmoved.
  [[nodiscard]] InverseCdf inverse_cdf() const noexcept;
  /// Largest probability at which the quantile does not exceed `value`.
  [[nodiscard]] double cdf(double value) const noexcept;
  /// Least probability at which the quantile reaches `value`; below cdf(value) where the table has an atom.
  [[nodiscard]] double probability_below(double value) const noexcept;
  /// The part between two probabilities, stretched to [0, 1].
  [[nodiscard]] QuantileTable restricted(double from, double to) const;

  [[nodiscard]] double mean() const noexcept;
  [[nodiscard]] double second_moment() const noexcept;

 private:
  QuantileTable() = default;
  void lay_out();
  [[nodiscard]] int most_probes(int guide_bits) const noexcept;
  [[nodiscard]] std::size_t guided_piece(std::size_t part, int guide_bits) const noexcept;
  std::vector<double> probability_;   ///< strictly increasing, from 0 to 1
  std::vector<double> value_;         ///< not decreasing
  std::vector<double> pieces_;        ///< shape [nodes + 1, 4], see InverseCdf
  std::vector<std::uint64_t> guide_;  ///< shape [2^guide_bits_]
  int guide_bits_ = 0;
  int probes_ = 0;
};

}  // namespace yieldscape
