#include "yieldscape/model/params.hpp"

#include "yieldscape/landscape/threshold_distribution.hpp"

namespace yieldscape {

std::string_view name(Dynamics dynamics) noexcept {
  return dynamics == Dynamics::extremal ? "extremal" : "synchronous";
}

double mean_slip(const ModelParams& params) {
  return params.slip.c0 + params.slip.c1 * ThresholdDistribution(params.renewed_thresholds).second_moment();
}

double disorder_strength(const ModelParams& params) {
  return ThresholdDistribution(params.renewed_thresholds).std() /
         (params.moduli.effective_modulus() * mean_slip(params));
}

double age(const ModelParams& params) {
  const double renewed = ThresholdDistribution(params.renewed_thresholds).mean();
  return (ThresholdDistribution(params.initial_thresholds).mean() - renewed) / renewed;
}

}  // namespace yieldscape
