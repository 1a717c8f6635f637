#pragma once

#include "yieldscape/model/params.hpp"

// The glasses of the paper: moduli and slip laws as printed, threshold laws as reconstructed from its
// numbers (see the README), at most a lattice small enough for a unit test.
namespace yieldscape::test {

inline constexpr Moduli esl_moduli{.shear_modulus = 14.7, .bulk_modulus = 52};
inline constexpr Moduli gq_moduli{.shear_modulus = 19, .bulk_modulus = 55};

inline ThresholdSpec normal_law(double mean, double std) {
  return {.kind = ThresholdKind::normal, .mean = mean, .std = std};
}
inline ThresholdSpec constant_law(double value) {
  return {.kind = ThresholdKind::constant, .mean = value};
}

inline ThresholdSpec esl_thresholds() {
  return normal_law(1.14, 0.478);
}
inline ThresholdSpec gq_thresholds() {
  return normal_law(1.65, 0.507);
}
inline ThresholdSpec mct_thresholds() {
  return normal_law(1.00, 0.436);
}

/// GQ, rejuvenation, correlated slips.
inline ModelParams aged_glass(Lattice lattice = Lattice(8, 8)) {
  return {.lattice = lattice,
          .moduli = gq_moduli,
          .initial_thresholds = gq_thresholds(),
          .renewed_thresholds = mct_thresholds(),
          .slip = {.c0 = 0.0235, .c1 = 0.0163}};
}

}  // namespace yieldscape::test
