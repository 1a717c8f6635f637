#include "smooth_cells.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace yieldscape {
namespace {

constexpr int nodes = SmoothCells::degree + 1;
constexpr int most_cell_bits = 6;
// Halving the cells of a smooth function divides the error by 2^nodes.
constexpr double gain_of_halving = 256;

/// Coefficients of the polynomial through (x[i], y[i]): Newton's divided differences, multiplied out.
void interpolate(const double (&x)[nodes], const double (&y)[nodes], double* coefficients) {
  long double difference[nodes];
  std::ranges::copy(y, difference);
  for (int j = 1; j < nodes; ++j) {
    for (int i = nodes - 1; i >= j; --i) {
      difference[i] = (difference[i] - difference[i - 1]) / ((long double)x[i] - x[i - j]);
    }
  }
  long double power[nodes] = {difference[nodes - 1]};
  for (int j = nodes - 2; j >= 0; --j) {
    for (int i = nodes - 1; i > 0; --i) power[i] = power[i - 1] - x[j] * power[i];
    power[0] = difference[j] - x[j] * power[0];
  }
  std::ranges::transform(power, coefficients, [](long double c) { return double(c); });
}

double polynomial(const double* coefficients, double t) {
  double value = coefficients[nodes - 1];
  for (int j = nodes - 2; j >= 0; --j) value = value * t + coefficients[j];
  return value;
}

}  // namespace

SmoothCells::SmoothCells(const Tail& lower, const Tail& upper, double scale) {
  fit_error_ = fit(lower, upper, scale);
  const double hopeless = tolerance * std::pow(gain_of_halving, most_cell_bits - cell_bits_);
  if (fit_error_ > hopeless) return;
  while (fit_error_ > tolerance && cell_bits_ < most_cell_bits) {
    ++cell_bits_;
    fit_error_ = fit(lower, upper, scale);
  }
}

double SmoothCells::fit_cell(const Tail& tail, double begin, double width, double scale,
                             double* coefficients) const {
  double x[nodes];
  double y[nodes];
  for (int i = 0; i < nodes; ++i) {
    x[i] = 0.5 * std::cos(std::numbers::pi * (i + 0.5) / nodes);
    y[i] = tail(begin + (x[i] + 0.5) * width);
  }
  interpolate(x, y, coefficients);
  double error = 0;
  for (const double t : {-0.5, -0.1, 0.3}) {
    const double exact = tail(begin + (t + 0.5) * width);
    error = std::max(error, std::abs(polynomial(coefficients, t) - exact) / (std::abs(exact) + scale));
  }
  return std::isfinite(error) ? error : std::numeric_limits<double>::infinity();
}

double SmoothCells::fit(const Tail& lower, const Tail& upper, double scale) {
  const std::uint64_t per_octave = std::uint64_t(1) << cell_bits_;
  coefficients_.assign(2 * cells_per_side(cell_bits_) * nodes, 0.0);
  double* cell = coefficients_.data();
  double error = 0;
  for (const Tail& tail : {std::cref(lower), std::cref(upper)}) {
    for (int octave = -53; octave < -1; ++octave) {
      for (std::uint64_t part = 0; part < per_octave; ++part, cell += nodes) {
        const double begin = std::ldexp(1 + double(part) / double(per_octave), octave);
        const double width = std::ldexp(1 / double(per_octave), octave);
        error = std::max(error, fit_cell(tail, begin, width, scale, cell));
      }
    }
    cell[0] = tail(0.5);
    cell += nodes;
  }
  return error;
}

}  // namespace yieldscape
