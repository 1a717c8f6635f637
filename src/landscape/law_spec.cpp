#include "yieldscape/landscape/law_spec.hpp"

namespace yieldscape {

std::string_view name(ThresholdKind kind) noexcept {
  switch (kind) {
    case ThresholdKind::normal:
      return "normal";
    case ThresholdKind::weibull:
      return "weibull";
    case ThresholdKind::gamma:
      return "gamma";
    case ThresholdKind::lognormal:
      return "lognormal";
    case ThresholdKind::exponential:
      return "exponential";
    case ThresholdKind::uniform:
      return "uniform";
    case ThresholdKind::constant:
      return "constant";
    case ThresholdKind::table:
      return "table";
  }
  return "unknown";
}

std::string_view name(SlipKind kind) noexcept {
  switch (kind) {
    case SlipKind::exponential:
      return "exponential";
    case SlipKind::constant:
      return "constant";
    case SlipKind::uniform:
      return "uniform";
    case SlipKind::table:
      return "table";
  }
  return "unknown";
}

}  // namespace yieldscape
