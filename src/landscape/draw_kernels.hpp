#pragma once

#include <cstdint>

#include "yieldscape/core/simd.hpp"
#include "yieldscape/landscape/inverse_cdf.hpp"

namespace yieldscape {

/// What the draws of one realization are made from.
struct DrawSource {
  std::uint64_t key;
  std::uint32_t realization;
  InverseCdf initial;
  InverseCdf shape;
  InverseCdf renewed;
};

/// Draws for eight counters at once; equal in every bit to those made one by one.
struct DrawKernels {
  static constexpr std::uint32_t batch = 8;

  /// Slip shapes (draws[0 … 7]) and new thresholds (draws[8 … 15]) of the visits first … first + 7 of a site.
  void (*renewals)(const DrawSource& source, std::uint32_t site, std::uint32_t first_visit, double* draws);
  /// Those of the first eight visits of two sites: each is a chain of dependent steps, and two take little
  /// longer than one.
  void (*first_renewals)(const DrawSource& source, std::uint32_t site_a, double* draws_a,
                         std::uint32_t site_b, double* draws_b);
  /// First thresholds of the sites first … first + 7.
  void (*initial_thresholds)(const DrawSource& source, std::uint32_t first_site, double* thresholds);
};

namespace baseline {
extern const DrawKernels draw_kernels;
}  // namespace baseline
namespace avx2 {
extern const DrawKernels draw_kernels;
}
namespace avx512 {
extern const DrawKernels draw_kernels;
}

}  // namespace yieldscape
