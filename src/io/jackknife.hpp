#pragma once

// Standard errors of what is read off the mean curves, by leaving out one realization at a time; of points
// with many of them, one group at a time (jackknife_level): their groups are added up with the curves.

#include <filesystem>
#include <vector>

#include "yieldscape/ensemble/statistics.hpp"

namespace yieldscape {

struct Rendering;

struct JackknifeErrors {
  double peak_stress = 0;
  double peak_strain = 0;
  double yield_strain = 0;
  double localization_max = 0;
};

/// Features with something left out, as samples.
class LeftOut {
 public:
  static constexpr std::size_t quantities = 4;
  void add(const CurveFeatures& features);
  [[nodiscard]] const Moments& moments() const noexcept { return moments_; }

 private:
  Moments moments_{quantities};
};
[[nodiscard]] JackknifeErrors jackknife_errors(const Moments& left_out);

/// Collective: on the root, by point, of those whose realizations are left out one at a time (NaN: of the
/// others); reads their results again, and the mean curves from the file. Elsewhere: empty.
[[nodiscard]] std::vector<JackknifeErrors> jackknife_errors(Rendering& rendering,
                                                            const std::filesystem::path& file);

}  // namespace yieldscape
