#include "local_model.hpp"

#include "yieldscape/core/contracts.hpp"

namespace yieldscape {

std::vector<Coordinates> Star::trials(std::size_t size) const {
  std::vector<Coordinates> result{center};
  for (std::size_t i = 0; i < size; ++i) {
    result.push_back(center);
    result.back()[i] += up[i];
    result.push_back(center);
    result.back()[i] -= down[i];
  }
  return result;
}

std::vector<Coordinates> slopes(const Star& star, std::span<const std::vector<double>> responses) {
  EXPECTS(responses.size() == 3 || responses.size() == 5);
  std::vector<Coordinates> result(responses.front().size(), {0, 0});
  for (std::size_t row = 0; row < result.size(); ++row) {
    for (std::size_t i = 0; 2 * i + 2 < responses.size(); ++i) {
      const double above = (responses[2 * i + 1][row] - responses[0][row]) / star.up[i];
      const double below = (responses[0][row] - responses[2 * i + 2][row]) / star.down[i];
      result[row][i] = (above * star.down[i] + below * star.up[i]) / (star.up[i] + star.down[i]);
    }
  }
  return result;
}

Coordinates solve(const LocalModel& model, std::span<const TargetRow> rows, std::size_t size) {
  EXPECTS(rows.size() == model.level.size());
  double a00 = 0;
  double a01 = 0;
  double a11 = 0;
  Coordinates b{0, 0};
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (rows[row].weight == 0) continue;
    const Coordinates& slope = model.slope[row];
    const double miss = rows[row].weight * (rows[row].wanted.value - model.level[row]);
    a00 += rows[row].weight * slope[0] * slope[0];
    a01 += rows[row].weight * slope[0] * slope[1];
    a11 += rows[row].weight * slope[1] * slope[1];
    b[0] += slope[0] * miss;
    b[1] += slope[1] * miss;
  }
  if (size == 1) return {b[0] / a00, 0};
  const double determinant = a00 * a11 - a01 * a01;
  return {(a11 * b[0] - a01 * b[1]) / determinant, (a00 * b[1] - a01 * b[0]) / determinant};
}

}  // namespace yieldscape
