#include "moment_kernels.hpp"

#include "yieldscape/core/fused_lanes.hpp"
#include "yieldscape/core/lanes.hpp"

namespace yieldscape::YIELDSCAPE_SIMD {
namespace {

constexpr std::size_t width = Doubles::lanes;

/// The sums of each lane.
struct LaneSums {
  Doubles threshold, internal2, strain_d2, strain4, plastic_d2, plastic4;
};

// `weight` is one for a site, zero for a lane beyond the last one.
YIELDSCAPE_LANES void add(LaneSums& s, const MomentInput& in, Doubles strength, Doubles threshold,
                          Doubles plastic, Doubles weight) {
  const Doubles internal = threshold - strength;
  const Doubles plastic_d = plastic - Doubles::splat(in.plastic_strain_mean) * weight;
  const Doubles strain_d = multiply_add(internal, Doubles::splat(in.compliance), plastic_d);
  const Doubles strain = strain_d + Doubles::splat(in.strain_mean) * weight;
  const Doubles strain2 = strain * strain;
  const Doubles plastic2 = plastic * plastic;
  s.threshold = s.threshold + threshold;
  s.internal2 = multiply_add(internal, internal, s.internal2);
  s.strain_d2 = multiply_add(strain_d, strain_d, s.strain_d2);
  s.strain4 = multiply_add(strain2, strain2, s.strain4);
  s.plastic_d2 = multiply_add(plastic_d, plastic_d, s.plastic_d2);
  s.plastic4 = multiply_add(plastic2, plastic2, s.plastic4);
}

YIELDSCAPE_LANES Doubles load_part(const double* values, std::size_t count) {
  alignas(64) double lanes[width];
  for (std::size_t i = 0; i < width; ++i) lanes[i] = i < count ? values[i] : 0;
  return Doubles::load(lanes);
}

void sum_moments(const MomentInput& in, MomentSums& sums) {
  const Doubles zero = Doubles::splat(0.0);
  const Doubles one = Doubles::splat(1.0);
  LaneSums s{zero, zero, zero, zero, zero, zero};
  std::size_t i = 0;
  for (; i + width <= in.sites; i += width) {
    add(s, in, Doubles::load(in.strength + i), Doubles::load(in.threshold + i),
        Doubles::load(in.plastic_strain + i), one);
  }
  if (const std::size_t rest = in.sites - i; rest > 0) {
    constexpr double ones[width] = {1, 1, 1, 1, 1, 1, 1, 1};
    add(s, in, load_part(in.strength + i, rest), load_part(in.threshold + i, rest),
        load_part(in.plastic_strain + i, rest), load_part(ones, rest));
  }
  sums = {.threshold = sum(s.threshold),
          .internal_stress_squared = sum(s.internal2),
          .strain_deviation_squared = sum(s.strain_d2),
          .strain_to_fourth = sum(s.strain4),
          .plastic_strain_deviation_squared = sum(s.plastic_d2),
          .plastic_strain_to_fourth = sum(s.plastic4)};
}

}  // namespace

constinit const MomentKernel moment_kernel = sum_moments;

}  // namespace yieldscape::YIELDSCAPE_SIMD
