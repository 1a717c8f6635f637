#pragma once

#include <cstdint>

#include "yieldscape/landscape/slip_law.hpp"
#include "yieldscape/landscape/threshold_law.hpp"
#include "yieldscape/random/counter.hpp"
#include "yieldscape/random/transforms.hpp"

namespace yieldscape {

/// The three laws of a parameter point; shared by all its realizations.
struct LandscapeLaws {
  ThresholdLaw initial;
  ThresholdLaw renewed;
  SlipLaw slip;
};

/// What a slip brings: its increment and the site's next threshold.
struct Renewal {
  double slip;       ///< ε_0
  double threshold;  ///< σ_c after the slip, LJ stress
};

/// The disordered landscape of one realization: pure functions of site and visit.
class Landscape {
 public:
  /// `laws` must outlive the landscape.
  Landscape(const LandscapeLaws& laws, RandomNumbers random) noexcept : laws_(&laws), random_(random) {}

  /// Threshold of a site before any slip; `draw` counts redraws (0 unless there is internal stress).
  [[nodiscard]] double initial_threshold(Site site, std::uint32_t draw) const {
    return laws_->initial.quantile(random_(Stream::initial_threshold, site, draw).second);
  }

  /// Random eigenstrain of a site, of mean 0 and variance 1, that makes the initial internal stress.
  [[nodiscard]] double eigenstrain(Site site) const {
    return standard_normal(random_(Stream::initial_stress, site, 0).second);
  }

  /// The slip number `visit` (counted from 0) of a site whose threshold now is `threshold`.
  [[nodiscard]] Renewal renewal(Site site, std::uint32_t visit, double threshold) const {
    const UniformPair u = random_(Stream::renewal, site, visit);
    return {.slip = laws_->slip(u.first, threshold), .threshold = laws_->renewed.quantile(u.second)};
  }

 private:
  const LandscapeLaws* laws_;
  RandomNumbers random_;
};

}  // namespace yieldscape
