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
  const Renewal renewal = landscape.renewal(site, state.visits[index(site)]++, old_threshold);
  state.threshold[site] = renewal.threshold;
  state.plastic_strain[site] += renewal.slip;
  return {.site = site, .amount = renewal.slip, .threshold_jump = renewal.threshold - old_threshold};
}

double total(const std::vector<Slip>& slips) {
  double sum = 0;
  for (const Slip& slip : slips) sum += slip.amount;
  return sum;
}

}  // namespace

Avalanche relax(Sample& sample, Site first, std::uint64_t round_limit) {
  State& state = sample.state;
  const ModelParams& params = sample.medium->params;
  const double mu = params.moduli.shear_modulus;
  const double sites = double(params.lattice.sites());
  Avalanche avalanche{.strain = strain_of(state, mu), .stress = state.stress};
  std::vector<Slip>& slips = sample.slips;
  Site weakest = first;
  std::span<const Site> unstable(&weakest, 1);
  while (!unstable.empty()) {
    if (avalanche.rounds == round_limit) {
      throw RealizationError(
          fmt::format("the avalanche at strain {} is not over after {} rounds (round_limit)",
                      avalanche.strain, round_limit));
    }
    slips.clear();
    for (const Site site : unstable) slips.push_back(renew(state, sample.landscape, site));
    sample.engine->apply(slips);

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

    unstable = sample.engine->unstable(state.stress);
    if (params.dynamics == Dynamics::extremal && unstable.size() > 1) {
      weakest = sample.engine->weakest().site;
      unstable = {&weakest, 1};
    }
  }
  avalanche.stress_drop = 2 * mu * avalanche.plastic_strain;
  state.slips += avalanche.slips;
  state.rounds += avalanche.rounds;
  ++state.avalanches;
  return avalanche;
}

}  // namespace yieldscape
