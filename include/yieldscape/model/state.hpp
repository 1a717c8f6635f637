#pragma once

#include <cstdint>
#include <vector>

#include "yieldscape/core/field.hpp"

namespace yieldscape {

/// The state of one sample; with the strengths kept by its engine it is all that the future depends on.
struct State {
  /// Of a lattice, or of the part of one that is kept here: fields are of that part, sums of the lattice.
  explicit State(LatticePart part) : plastic_strain(part), threshold(part), visits(part.sites(), 0) {}

  double stress = 0;                  ///< Σ, LJ stress
  double plastic_strain_sum = 0;      ///< of all sites, in the order of the slips
  Field plastic_strain;               ///< ε_p(r)
  Field threshold;                    ///< σ_c(r), LJ stress
  std::vector<std::uint32_t> visits;  ///< slips each site has made
  std::uint64_t slips = 0;
  std::uint64_t rounds = 0;
  std::uint64_t avalanches = 0;
  /// Up to the last grid strain: comparisons, of a strength with the load or of the two least strengths, so
  /// close that the order of additions may have decided them. After one, the events may be those of another
  /// trajectory, equal within rounding until then. Always 0 with engines that add in the order of the
  /// definition.
  std::uint64_t near_ties = 0;

  [[nodiscard]] const LatticePart& part() const noexcept { return threshold.part(); }
  [[nodiscard]] double plastic_strain_mean() const noexcept {
    return plastic_strain_sum / double(plastic_strain.lattice().sites());
  }
};

/// Σ = 2μ(ε − <ε_p>): the stress of the state carried elastically to the strain ε.
[[nodiscard]] inline double stress_at(const State& state, double strain, double shear_modulus) noexcept {
  return 2 * shear_modulus * (strain - state.plastic_strain_mean());
}

/// ε = Σ/2μ + <ε_p>.
[[nodiscard]] inline double strain_of(const State& state, double shear_modulus) noexcept {
  return state.stress / (2 * shear_modulus) + state.plastic_strain_mean();
}

}  // namespace yieldscape
