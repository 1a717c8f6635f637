#include "yieldscape/observe/observable.hpp"

namespace yieldscape {

const std::array<ObservableInfo, observable_count>& observables() noexcept {
  static constexpr std::array<ObservableInfo, observable_count> table{{
      {"stress", "macroscopic stress", "Σ", "LJ stress", "Σ = 2μ(ε − <ε_p>)"},
      {"strain_variance", "spatial variance of the local total strain", "Var ε", "1",
       "<ε(r)²> − <ε(r)>², ε(r) = ε_p(r) + σ(r)/2μ"},
      {"plastic_strain_variance", "spatial variance of the local plastic strain", "Var ε_p", "1",
       "<ε_p(r)²> − <ε_p(r)>²"},
      {"threshold_mean", "spatial mean of the local yield stress", "<σ_c>", "LJ stress", "<σ_c(r)>"},
      {"localization", "localization of the local total strain", "LOC", "1",
       "n Σ ε(r)⁴/(Σ ε(r)²)², n = sqrt(Lx Ly), eq. (13)"},
      {"localization_plastic", "localization of the local plastic strain", "LOC_p", "1",
       "n Σ ε_p(r)⁴/(Σ ε_p(r)²)², n = sqrt(Lx Ly), eq. (13)"},
      {"internal_stress_std", "spatial standard deviation of the internal stress", "w", "LJ stress",
       "std of σ(r) − Σ"},
      {"plastic_strain_mean", "spatial mean of the plastic strain", "<ε_p>", "1", "<ε_p(r)>"},
      {"slips", "slips so far", "n_s", "1", "number of plastic events since ε = 0"},
      {"avalanches", "avalanches so far", "n_a", "1", "number of avalanches since ε = 0"},
  }};
  return table;
}

const ObservableInfo& info(Observable observable) noexcept {
  return observables()[static_cast<std::size_t>(observable)];
}

}  // namespace yieldscape
