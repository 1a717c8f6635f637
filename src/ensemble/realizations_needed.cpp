#include "yieldscape/ensemble/realizations_needed.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "yieldscape/core/contracts.hpp"

namespace yieldscape {

std::uint32_t realizations_needed(std::uint32_t done, std::uint32_t batch, double error, double goal) {
  EXPECTS(batch > 0 && goal > 0);
  constexpr double growth = 4;
  constexpr double reserve = 1.05;  // the error itself is an estimate
  if (error <= goal) return done;
  const double wanted = std::isfinite(error) ? double(done) * reserve * std::pow(error / goal, 2) : 0;
  const double next = std::clamp(wanted, double(done) + 1, growth * double(done) + 1);
  const std::uint32_t most_batches = std::numeric_limits<std::uint32_t>::max() / batch;
  const double most = double(most_batches) * batch;
  return std::uint32_t(std::min(std::ceil(next / batch) * batch, most));
}

}  // namespace yieldscape
