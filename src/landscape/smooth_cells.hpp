#pragma once

#include <cstdint>
#include <functional>
#include <vector>

namespace yieldscape {

/// A smooth inverse CDF as polynomials: the tail p = min(u, 1 − u) in octaves down to the least random number
/// 2^-53, each octave in 2^cell_bits equal cells, in each cell degree 7 through the Chebyshev nodes. A tail
/// that ends in a power or a logarithm of p looks the same in every octave, so few cells do.
class SmoothCells {
 public:
  static constexpr double least_tail = 0x1p-53;
  static constexpr int octaves = 52;  ///< 2^-53 … 2^-1
  static constexpr int degree = 7;

  /// Number that the bits of p, exponent and first cell_bits of the fraction, give to the first cell.
  static constexpr std::uint64_t first_cell(int cell_bits) { return std::uint64_t(1023 - 53) << cell_bits; }
  /// The last one is the single point p = 1/2.
  static constexpr std::uint64_t cells_per_side(int cell_bits) {
    return (std::uint64_t(octaves) << cell_bits) + 1;
  }

  using Tail = std::function<double(double)>;

  /// From the quantiles at u = p (`lower`) and u = 1 − p (`upper`), p in (0, 1/2]. Cells are halved while the
  /// error, relative to |quantile| + scale, is above `tolerance` and halving can help. Cost: 20 000 quantiles
  /// for a common law, up to seven times as many.
  SmoothCells(const Tail& lower, const Tail& upper, double scale);

  static constexpr double tolerance = 1e-14;

  /// Largest error found between the nodes, relative to |quantile| + scale.
  [[nodiscard]] double fit_error() const noexcept { return fit_error_; }
  [[nodiscard]] int cell_bits() const noexcept { return cell_bits_; }
  [[nodiscard]] const double* coefficients() const noexcept { return coefficients_.data(); }

 private:
  double fit_cell(const Tail& tail, double begin, double width, double scale, double* coefficients) const;
  double fit(const Tail& lower, const Tail& upper, double scale);

  int cell_bits_ = 4;
  double fit_error_ = 0;
  std::vector<double> coefficients_;
};

}  // namespace yieldscape
