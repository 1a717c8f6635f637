#include <fmt/format.h>

#include <cmath>

#include "result_plan.hpp"

namespace yieldscape {

std::string strain_label(const StrainGrid& grid, std::size_t k) {
  // As few decimals as tell it from its neighbours by a wide margin: 41 · 0.005 is 0.205, not
  // 0.20500000000000002.
  const double strain = grid.strain(k);
  for (int decimals = 0; decimals <= 17; ++decimals) {
    const std::string text = fmt::format("{:.{}f}", strain, decimals);
    if (std::abs(std::stod(text) - strain) <= 1e-9 * grid.step) return text;
  }
  return fmt::format("{}", strain);
}

namespace paths {
std::string statistic(Observable observable, std::string_view suffix) {
  return fmt::format("/statistics/{}_{}", info(observable).name, suffix);
}
std::string curve(Observable observable) {
  return fmt::format("/realizations/{}", info(observable).name);
}
std::string map(const StrainGrid& grid, std::size_t k, std::string_view field) {
  return fmt::format("/maps/{}/{}", strain_label(grid, k), field);
}
std::string histogram(const StrainGrid& grid, std::size_t k, std::string_view quantity) {
  return fmt::format("/histograms/{}/{}", strain_label(grid, k), quantity);
}
std::string summary(std::string_view name) {
  return fmt::format("/statistics/{}", name);
}
std::string event(std::string_view column) {
  return fmt::format("/events/{}", column);
}
}  // namespace paths

}  // namespace yieldscape
