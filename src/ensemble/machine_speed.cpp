#include "yieldscape/ensemble/machine_speed.hpp"

#include <algorithm>
#include <cmath>

#include "yieldscape/core/contracts.hpp"

namespace yieldscape {
namespace {

// A power law through (x0, y0) and (x1, y1), at x. All positive.
double power_law(double x0, double y0, double x1, double y1, double x) {
  return y0 * std::pow(y1 / y0, std::log(x / x0) / std::log(x1 / x0));
}

double slip_price(const EngineSpeed& row, double disorder_strength) {
  const auto& known = EngineSpeed::disorder_strengths;
  const double s = std::clamp(disorder_strength, known.front(), known.back());
  const auto above = std::size_t(std::ranges::upper_bound(known, s) - known.begin());
  const std::size_t i = std::clamp<std::size_t>(above, 1, known.size() - 1);
  return power_law(known[i - 1], row.per_slip[i - 1], known[i], row.per_slip[i], s);
}

MachineSpeed::Prices prices_of(const EngineSpeed& row, double disorder_strength) {
  return {.per_slip = slip_price(row, disorder_strength), .per_record = row.per_record, .start = row.start};
}

}  // namespace

MachineSpeed::Prices MachineSpeed::prices(EngineKind engine, double sites, double disorder_strength) const {
  std::vector<EngineSpeed> known;
  std::ranges::copy_if(rows, std::back_inserter(known),
                       [engine](const EngineSpeed& row) { return row.engine == engine; });
  EXPECTS(!known.empty());
  if (known.size() == 1) return prices_of(known.front(), disorder_strength);
  const auto above =
      std::size_t(std::ranges::upper_bound(known, sites, {}, &EngineSpeed::sites) - known.begin());
  const std::size_t i = std::clamp<std::size_t>(above, 1, known.size() - 1);
  const EngineSpeed& small = known[i - 1];
  const EngineSpeed& large = known[i];
  const Prices low = prices_of(small, disorder_strength);
  const Prices high = prices_of(large, disorder_strength);
  const auto between = [&](double a, double b) { return power_law(small.sites, a, large.sites, b, sites); };
  return {.per_slip = between(low.per_slip, high.per_slip),
          .per_record = between(low.per_record, high.per_record),
          .start = between(low.start, high.start)};
}

const MachineSpeed& built_in_speed() {
  using enum EngineKind;
  static const MachineSpeed speed{.machine = {},
                                  .measured = 0,
                                  .rows = {
                                      {direct, 64, {6.6e-8, 6.9e-8, 6.2e-8}, 1.3e-7, 4.8e-6},
                                      {direct, 256, {8.0e-8, 7.8e-8, 6.1e-8}, 2.2e-7, 9.4e-6},
                                      {direct, 1024, {1.5e-7, 1.5e-7, 1.6e-7}, 5.9e-7, 1.5e-5},
                                      {direct, 4096, {4.3e-7, 4.2e-7, 4.1e-7}, 2.1e-6, 8.2e-5},
                                      {direct, 16384, {1.6e-6, 1.8e-6, 2.1e-6}, 7.3e-6, 5.7e-4},
                                      {interval, 16384, {1.0e-6, 9.7e-7, 7.9e-7}, 6.9e-5, 2.6e-3},
                                      {interval, 65536, {1.3e-6, 1.6e-6, 1.4e-6}, 2.9e-4, 1.1e-2},
                                      {reference, 64, {5.9e-7, 6.0e-7, 6.0e-7}, 1.2e-7, 2.9e-6},
                                      {reference, 256, {2.2e-6, 2.2e-6, 2.3e-6}, 3.7e-7, 1.0e-5},
                                  }};
  return speed;
}

}  // namespace yieldscape
