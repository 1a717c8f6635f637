#include "yieldscape/model/avalanche.hpp"

#include <fmt/format.h>

#include <cmath>
#include <span>
#include <vector>

#include "yieldscape/core/error.hpp"
#include "yieldscape/model/sample.hpp"

namespace yieldscape {
namespace {

// Draw the slip and the next threshold of a site; elasticity is left to the engine.
Slip renew(State& state, const Landscape& landscape, Site site) {
  const double old_threshold = state.threshold[site];
  const Renewal renewal = landscape.renewal(site, state.visits[state.part().place(site)]++, old_threshold);
  state.threshold[site] = renewal.threshold;
  state.plastic_strain[site] += renewal.slip;
  return {.site = site, .amount = renewal.slip, .threshold_jump = renewal.threshold - old_threshold};
}

double total(std::span<const Slip> slips) {
  double sum = 0;
  for (const Slip& slip : slips) sum += slip.amount;
  return sum;
}

// The site, if it is in this part.
std::span<const Site> only(const Site& site, const LatticePart& part) {
  return {&site, part.contains(site) ? 1U : 0U};
}

}  // namespace

Avalanche relax(Sample& sample, Site first, std::uint64_t round_limit) {
  State& state = sample.state;
  const ModelParams& params = sample.medium->params;
  const double mu = params.moduli.shear_modulus;
  const double sites = double(params.lattice.sites());
  Avalanche avalanche{.strain = strain_of(state, mu), .stress = state.stress};
  StrengthEngine& engine = *sample.engine;
  const bool shared = engine.is_shared();
  std::vector<Slip>& own_slips = sample.slips;
  Site weakest = first;
  std::span<const Site> unstable = only(weakest, state.part());
  for (;;) {
    own_slips.clear();
    for (const Site site : unstable) own_slips.push_back(renew(state, sample.landscape, site));
    const std::span<const Slip> slips = shared ? engine.gather(own_slips) : own_slips;
    if (slips.empty()) break;
    if (avalanche.rounds == round_limit) {
      throw RealizationError(
          fmt::format("the avalanche at strain {} is not over after {} rounds (round_limit)",
                      avalanche.strain, round_limit));
    }
    engine.apply(slips);

    const double slipped = total(slips);
    state.plastic_strain_sum += slipped;
    state.stress -= 2 * mu / sites * slipped;
    avalanche.plastic_strain += slipped / sites;
    avalanche.slips += slips.size();
    ++avalanche.rounds;
    if (!std::isfinite(state.stress)) {
      throw RealizationError(
          fmt::format("the stress became {} at strain {}", state.stress, avalanche.strain));
    }

    unstable = engine.unstable(state.stress);
    if (params.dynamics == Dynamics::extremal && engine.total(unstable.size()) > 1) {
      weakest = engine.weakest().site;
      unstable = only(weakest, state.part());
    }
  }
  avalanche.stress_drop = 2 * mu * avalanche.plastic_strain;
  state.slips += avalanche.slips;
  state.rounds += avalanche.rounds;
  ++state.avalanches;
  return avalanche;
}

}  // namespace yieldscape
