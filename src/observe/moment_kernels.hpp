#pragma once

#include <cstddef>

#include "yieldscape/core/simd.hpp"

namespace yieldscape {

/// The fields of a snapshot, shape [sites], and the means that are known without a sum: that of σ_internal is
/// zero, because the kernel has no mean.
struct MomentInput {
  std::size_t sites;
  const double* strength;
  const double* threshold;
  const double* plastic_strain;
  double compliance;           ///< 1/2μ
  double strain_mean;          ///< of ε(r)
  double plastic_strain_mean;  ///< of ε_p(r)
};

/// Sums over all sites, in one order on every path; deviations are those from the means.
struct MomentSums {
  double threshold;
  double internal_stress_squared;
  double strain_deviation_squared;
  double strain_to_fourth;
  double plastic_strain_deviation_squared;
  double plastic_strain_to_fourth;
};

using MomentKernel = void (*)(const MomentInput& input, MomentSums& sums);

namespace baseline {
extern const MomentKernel moment_kernel;
}
namespace avx2 {
extern const MomentKernel moment_kernel;
}
namespace avx512 {
extern const MomentKernel moment_kernel;
}

}  // namespace yieldscape
