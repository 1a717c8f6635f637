#include "yieldscape/random/transforms.hpp"

#include <boost/math/special_functions/erf.hpp>
#include <numbers>

#include "yieldscape/random/lanes.hpp"

namespace yieldscape {
namespace {
using Policy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
}

double standard_exponential(double u) noexcept {
  return baseline::minus_log(baseline::Single{u}).v;
}

double standard_normal(double u) {
  return -std::numbers::sqrt2 * boost::math::erfc_inv(2.0 * u, Policy());
}

}  // namespace yieldscape
