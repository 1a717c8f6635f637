#include "yieldscape/model/params.hpp"

#include "yieldscape/landscape/threshold_law.hpp"

namespace yieldscape {

std::string_view name(Dynamics dynamics) noexcept {
  return dynamics == Dynamics::extremal ? "extremal" : "synchronous";
}

double mean_slip(const ModelParams& params) {
  return params.slip.c0 + params.slip.c1 * ThresholdLaw(params.renewed_thresholds).second_moment();
}

double disorder_strength(const ModelParams& params) {
  return ThresholdLaw(params.renewed_thresholds).std() /
         (params.moduli.effective_modulus() * mean_slip(params));
}

double age(const ModelParams& params) {
  const double renewed = ThresholdLaw(params.renewed_thresholds).mean();
  return (ThresholdLaw(params.initial_thresholds).mean() - renewed) / renewed;
}

}  // namespace yieldscape
