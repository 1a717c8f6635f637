#pragma once

#include <cstdint>
#include <limits>

namespace yieldscape {

/// An inverse CDF laid out for the hot loop: offset + scale · f(u), u in (0, 1). It refers to tables that
/// someone else owns. One function for one number and for eight at once, equal in every bit.
struct InverseCdf {
  enum class Form {
    constant,     ///< f = 0
    linear,       ///< f = u
    exponential,  ///< f = −ln u
    cells,        ///< f a polynomial of degree 7 in each cell (see SmoothCells), confined to [lower, upper]
    table,        ///< f piecewise linear (see QuantileTable)
  };
  Form form = Form::constant;
  double offset = 0;
  double scale = 1;

  // cells: coefficients of the powers 0 … 7, shape [2 sides, cells, 8]; 2^cell_bits cells an octave.
  const double* coefficients = nullptr;
  int cell_bits = 0;
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();

  // table: rows {probability, value, width, rise} of the pieces, and for each of 2^guide_bits equal parts of
  // (0, 1) the number of a piece at or up to `probes` before every one that begins in or reaches into it.
  const double* pieces = nullptr;
  const std::uint64_t* guide = nullptr;
  int guide_bits = 0;
  int probes = 0;
};

/// Cost: 5 to 15 ns.
[[nodiscard]] double evaluate(const InverseCdf& law, double u) noexcept;

}  // namespace yieldscape
