#include "moment_kernels.hpp"

#include "yieldscape/core/lanes.hpp"

namespace yieldscape::YIELDSCAPE_SIMD {
namespace {

constexpr std::size_t width = Doubles::lanes;

/// The sums of each lane.
struct LaneSums {
  Doubles threshold, internal, internal2;
  Doubles strain_d, strain_d2, strain2, strain4;
  Doubles plastic_d, plastic_d2, plastic2, plastic4;
};

// `weight` is one for a site, zero for a lane beyond the last one.
YIELDSCAPE_LANES void add(LaneSums& s, const MomentInput& in, Doubles strength, Doubles threshold,
                          Doubles plastic, Doubles weight) {
  const Doubles internal = threshold - strength;
  const Doubles strain =
      (plastic + (Doubles::splat(in.stress) + internal) * Doubles::splat(in.compliance)) * weight;
  const Doubles strain_d = strain - Doubles::splat(in.strain_shift) * weight;
  const Doubles plastic_d = plastic - Doubles::splat(in.plastic_strain_shift) * weight;
  const Doubles strain2 = strain * strain;
  const Doubles plastic2 = plastic * plastic;
  s.threshold = s.threshold + threshold;
  s.internal = s.internal + internal;
  s.internal2 = s.internal2 + internal * internal;
  s.strain_d = s.strain_d + strain_d;
  s.strain_d2 = s.strain_d2 + strain_d * strain_d;
  s.strain2 = s.strain2 + strain2;
  s.strain4 = s.strain4 + strain2 * strain2;
  s.plastic_d = s.plastic_d + plastic_d;
  s.plastic_d2 = s.plastic_d2 + plastic_d * plastic_d;
  s.plastic2 = s.plastic2 + plastic2;
  s.plastic4 = s.plastic4 + plastic2 * plastic2;
}

YIELDSCAPE_LANES Doubles load_part(const double* values, std::size_t count) {
  alignas(64) double lanes[width];
  for (std::size_t i = 0; i < width; ++i) lanes[i] = i < count ? values[i] : 0;
  return Doubles::load(lanes);
}

void sum_moments(const MomentInput& in, MomentSums& sums) {
  const Doubles zero = Doubles::splat(0.0);
  const Doubles one = Doubles::splat(1.0);
  LaneSums s{zero, zero, zero, zero, zero, zero, zero, zero, zero, zero, zero};
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
          .internal_stress = sum(s.internal),
          .internal_stress_squared = sum(s.internal2),
          .strain_deviation = sum(s.strain_d),
          .strain_deviation_squared = sum(s.strain_d2),
          .strain_squared = sum(s.strain2),
          .strain_to_fourth = sum(s.strain4),
          .plastic_strain_deviation = sum(s.plastic_d),
          .plastic_strain_deviation_squared = sum(s.plastic_d2),
          .plastic_strain_squared = sum(s.plastic2),
          .plastic_strain_to_fourth = sum(s.plastic4)};
}

}  // namespace

constinit const MomentKernel moment_kernel = sum_moments;

}  // namespace yieldscape::YIELDSCAPE_SIMD
