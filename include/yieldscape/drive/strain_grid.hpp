#pragma once

#include <cstddef>

namespace yieldscape {

/// The strains ε at which the observables are recorded: step, 2 step, …, count · step.
struct StrainGrid {
  double step = 0.005;
  std::size_t count = 0;

  [[nodiscard]] double strain(std::size_t k) const noexcept { return double(k + 1) * step; }
  friend bool operator==(const StrainGrid&, const StrainGrid&) = default;
};

}  // namespace yieldscape
