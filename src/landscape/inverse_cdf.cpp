#include "yieldscape/landscape/inverse_cdf.hpp"

#include "inverse_cdf_lanes.hpp"

namespace yieldscape {

double evaluate(const InverseCdf& law, double u) noexcept {
  return baseline::evaluate(law, baseline::Single{u}).v;
}

}  // namespace yieldscape
