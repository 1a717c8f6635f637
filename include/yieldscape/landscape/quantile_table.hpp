#pragma once

#include <vector>

#include "yieldscape/landscape/law_spec.hpp"

namespace yieldscape {

/// The inverse CDF given by a user's table (see Table): piecewise linear in the probability, constant beyond
/// the first and last node.
class QuantileTable {
 public:
  /// Throws std::invalid_argument, naming row and values, if a number is not finite, there are fewer than
  /// two rows, probabilities leave [0, 1] or do not increase strictly, or values of an inverse CDF decrease.
  explicit QuantileTable(const Table& table);

  [[nodiscard]] double quantile(double probability) const noexcept;
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
  std::vector<double> probability_;  ///< strictly increasing, from 0 to 1
  std::vector<double> value_;        ///< not decreasing
};

}  // namespace yieldscape
