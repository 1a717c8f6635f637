#pragma once

#include <cstdint>

#include "yieldscape/core/simd.hpp"
#include "yieldscape/landscape/draw_batch.hpp"
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

/// Draws for many counters at once; equal in every bit to those made one by one. Each draw is a chain of
/// dependent steps, so that sixteen take little longer than eight.
struct DrawKernels {
  /// Those of the visits first_visit … first_visit + 15 of a site, modulo 2^32.
  void (*renewals)(const DrawSource& source, std::uint32_t site, std::uint32_t first_visit, DrawBatch& draws);
  /// Those of the first eight visits of two sites, as the last eight of each batch.
  void (*first_renewals)(const DrawSource& source, std::uint32_t site_a, DrawBatch& draws_a,
                         std::uint32_t site_b, DrawBatch& draws_b);

  static constexpr std::size_t sites_at_once = 8;
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
