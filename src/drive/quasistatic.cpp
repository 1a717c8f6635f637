#include "yieldscape/drive/quasistatic.hpp"

#include <algorithm>
#include <vector>

namespace yieldscape {
namespace {

// Load elastically until the site yields. A load step is never negative: a site that is unstable already (a
// negative threshold at the start) slips at the present stress.
void load_until_yield(State& state, const WeakestSite& weakest) {
  state.stress = std::max(state.stress, weakest.strength);
}

}  // namespace

Outcome drive_quasistatically(Sample& sample, const Loading& loading, const Observer& observer) {
  const double mu = sample.medium->params.moduli.shear_modulus;
  std::vector<double> strength(sample.state.part().sites());
  std::uint64_t ties_counted = sample.engine->near_ties();

  for (std::size_t k = loading.first; k < loading.grid.count; ++k) {
    const double strain = loading.grid.strain(k);

    WeakestSite weakest = sample.engine->weakest();
    while (weakest.strength <= stress_at(sample.state, strain, mu)) {
      load_until_yield(sample.state, weakest);
      const Avalanche avalanche = relax(sample, weakest.site, loading.round_limit);
      if (observer.after_avalanche(avalanche) == Verdict::stop) return Outcome::stopped;
      weakest = sample.engine->weakest();
    }

    sample.state.near_ties += sample.engine->near_ties() - ties_counted;
    ties_counted = sample.engine->near_ties();
    observer.at_strain(k, Snapshot{.strain = strain,
                                   .stress = stress_at(sample.state, strain, mu),
                                   .shear_modulus = mu,
                                   .state = sample.state,
                                   .strength = sample.engine->strengths(strength)});
  }
  return Outcome::complete;
}

}  // namespace yieldscape
