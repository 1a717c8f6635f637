#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "yieldscape/core/simd.hpp"
#include "yieldscape/landscape/draws_ahead.hpp"
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

/// The disordered landscape of one realization: pure functions of site and visit. Renewals are drawn several
/// visits ahead where the number of sites is told and small enough; this changes no bit of any answer.
class Landscape {
 public:
  /// `laws` must outlive the landscape. `sites`: how many there are, 0 if unknown.
  Landscape(const LandscapeLaws& laws, RandomNumbers random, std::size_t sites = 0,
            SimdPath path = best_simd_path());

  /// Threshold of a site before any slip; `draw` counts redraws (0 unless there is internal stress).
  [[nodiscard]] double initial_threshold(Site site, std::uint32_t draw) const {
    return laws_->initial.quantile(random_(Stream::initial_threshold, site, draw).second);
  }

  /// initial_threshold(site, 0) of the sites from `first` on.
  void initial_thresholds(Site first, std::span<double> thresholds) const;

  /// Random eigenstrain of a site, of mean 0 and variance 1, that makes the initial internal stress.
  [[nodiscard]] double eigenstrain(Site site) const {
    return standard_normal(random_(Stream::initial_stress, site, 0).second);
  }

  /// The slip number `visit` (counted from 0) of a site whose threshold now is `threshold`.
  [[nodiscard]] Renewal renewal(Site site, std::uint32_t visit, double threshold) const {
    if (ahead_.covers(site)) {
      const auto [shape, next] = ahead_.draw(site, visit);
      return {.slip = shape * laws_->slip.mean(threshold), .threshold = next};
    }
    return lone_renewal(site, visit, threshold);
  }

 private:
  [[nodiscard]] Renewal lone_renewal(Site site, std::uint32_t visit, double threshold) const;

  const LandscapeLaws* laws_;
  RandomNumbers random_;
  SimdPath path_;
  mutable DrawsAhead ahead_;  ///< a cache; one landscape belongs to one thread
};

}  // namespace yieldscape
