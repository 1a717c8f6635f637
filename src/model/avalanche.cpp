#include "yieldscape/model/avalanche.hpp"

#include <fmt/format.h>

#include <cmath>
#include <span>
#include <vector>

#include "yieldscape/core/error.hpp"
#include "yieldscape/model/sample.hpp"

namespace yieldscape {
namespace {

// Where the sites of this part are renewed: the slip and the next threshold are drawn, elasticity is left to
// the engine. Pointers of its own, which no store to the state can change.
class Renewals {
 public:
  Renewals(State& state, const Landscape& landscape)
      : first_site_(state.part().first_site()),
        threshold_(state.threshold.span().data()),
        plastic_strain_(state.plastic_strain.span().data()),
        visits_(state.visits.data()),
        landscape_(&landscape) {}

  Slip operator()(Site site) const {
    const std::size_t i = index(site) - first_site_;
    const double old_threshold = threshold_[i];
    const Renewal renewal = landscape_->renewal(site, visits_[i]++, old_threshold);
    threshold_[i] = renewal.threshold;
    plastic_strain_[i] += renewal.slip;
    return {.site = site, .amount = renewal.slip, .threshold_jump = renewal.threshold - old_threshold};
  }

 private:
  std::size_t first_site_;
  double* threshold_;
  double* plastic_strain_;
  std::uint32_t* visits_;
  const Landscape* landscape_;
};

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
  const double stress_per_slip = 2 * mu / sites;
  Avalanche avalanche{.strain = strain_of(state, mu), .stress = state.stress};
  StrengthEngine& engine = *sample.engine;
  const bool shared = engine.is_shared();
  const bool extremal = params.dynamics == Dynamics::extremal;
  const Renewals renew(state, sample.landscape);
  std::vector<Slip>& own_slips = sample.slips;
  Site weakest = first;
  std::span<const Site> unstable = only(weakest, state.part());
  double stress = state.stress;
  double plastic_strain_sum = state.plastic_strain_sum;
  for (;;) {
    if (own_slips.size() < unstable.size()) own_slips.resize(unstable.size());
    Slip* next = own_slips.data();
    for (const Site site : unstable) *next++ = renew(site);
    std::span<const Slip> slips(own_slips.data(), unstable.size());
    if (shared) slips = engine.gather(slips);
    if (slips.empty()) break;
    if (avalanche.rounds == round_limit) {
      throw RealizationError(
          fmt::format("the avalanche at strain {} is not over after {} rounds (round_limit)",
                      avalanche.strain, round_limit));
    }
    engine.apply(slips);

    const double slipped = total(slips);
    plastic_strain_sum += slipped;
    stress -= stress_per_slip * slipped;
    avalanche.plastic_strain += slipped / sites;
    avalanche.slips += slips.size();
    ++avalanche.rounds;
    if (!std::isfinite(stress)) {
      throw RealizationError(fmt::format("the stress became {} at strain {}", stress, avalanche.strain));
    }

    unstable = engine.unstable(stress);
    if (extremal && engine.total(unstable.size()) > 1) {
      weakest = engine.weakest().site;
      unstable = only(weakest, state.part());
    }
  }
  state.stress = stress;
  state.plastic_strain_sum = plastic_strain_sum;
  avalanche.stress_drop = 2 * mu * avalanche.plastic_strain;
  state.slips += avalanche.slips;
  state.rounds += avalanche.rounds;
  ++state.avalanches;
  return avalanche;
}

}  // namespace yieldscape
