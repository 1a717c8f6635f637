#pragma once

#include <cstdint>
#include <string_view>

#include "yieldscape/core/lattice.hpp"
#include "yieldscape/elastic/kernel_spec.hpp"
#include "yieldscape/landscape/law_spec.hpp"

namespace yieldscape {

/// Which unstable sites slip in a round after the first: all of them, or the weakest alone.
enum class Dynamics { synchronous, extremal };

[[nodiscard]] std::string_view name(Dynamics dynamics) noexcept;

/// Everything that decides the physics of one parameter point, in the paper's terms.
struct ModelParams {
  Lattice lattice{16, 16};
  Moduli moduli;
  KernelSpec kernel;
  ThresholdSpec initial_thresholds;  ///< p_i
  ThresholdSpec renewed_thresholds;  ///< p_r; equal to p_i in the disordered scenario
  double internal_stress_std = 0;    ///< of the initial internal stress, LJ stress; 0: none
  SlipSpec slip;
  Dynamics dynamics = Dynamics::synchronous;
};

/// s = std(σ_c renewed)/(μ* <ε_0>), <ε_0> = c0 + c1 <σ_c²> over the renewed thresholds, eq. (3).
[[nodiscard]] double disorder_strength(const ModelParams& params);

/// r = (<σ_c initial> − <σ_c renewed>)/<σ_c renewed>, eq. (6).
[[nodiscard]] double age(const ModelParams& params);

/// <ε_0> over the renewed thresholds.
[[nodiscard]] double mean_slip(const ModelParams& params);

}  // namespace yieldscape
