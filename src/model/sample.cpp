#include "yieldscape/model/sample.hpp"

#include <fmt/format.h>

#include <cmath>

#include "yieldscape/core/error.hpp"

namespace yieldscape {
namespace {

// More redraws than this and the thresholds do not reach above the internal stress at all.
constexpr std::uint32_t redraw_limit = 10'000;

Field internal_stress(const Medium& medium, const Landscape& landscape) {
  const Field& kernel = medium.kernel.zero_mean;
  Field eigenstrain(kernel.lattice());
  for (std::uint32_t i = 0; i < kernel.lattice().sites(); ++i) {
    eigenstrain[Site(i)] = landscape.eigenstrain(Site(i));
  }
  Field stress = convolve(kernel, eigenstrain);
  double variance = 0;  // of the stress that independent eigenstrains of variance 1 make
  for (const double g : kernel.span()) variance += g * g;
  const double factor = variance > 0 ? medium.params.internal_stress_std / std::sqrt(variance) : 0;
  const double average = mean(stress.span());
  for (double& value : stress.span()) value = factor * (value - average);
  return stress;
}

double stable_threshold(const Landscape& landscape, Site site, double local_stress) {
  for (std::uint32_t draw = 0; draw < redraw_limit; ++draw) {
    const double threshold = landscape.initial_threshold(site, draw);
    if (threshold > local_stress) return threshold;
  }
  throw RealizationError(
      fmt::format("no threshold above the initial internal stress {} of site {} in {} draws; lower "
                  "internal_stress.std or raise thresholds.initial.mean",
                  local_stress, index(site), redraw_limit));
}

}  // namespace

Material::Material(const ModelParams& p)
    : params(p),
      laws{.initial = ThresholdLaw(p.initial_thresholds),
           .renewed = ThresholdLaw(p.renewed_thresholds),
           .slip = SlipLaw(p.slip)} {}

Medium::Medium(const ModelParams& p) : Material(p), kernel(elastic_kernel(p.lattice, p.moduli, p.kernel)) {}

Sample::Sample(const Medium& m, RandomNumbers random, EngineKind engine_kind, SimdPath path)
    : medium(&m),
      landscape(m.laws, random, m.params.lattice.sites(), path),
      engine(make_engine(engine_kind, m.kernel, path)),
      state(m.params.lattice) {
  const std::size_t sites = m.params.lattice.sites();
  Field strength(m.params.lattice);
  if (m.params.internal_stress_std > 0) {
    const Field stress = internal_stress(m, landscape);
    for (std::uint32_t i = 0; i < sites; ++i) {
      state.threshold[Site(i)] = stable_threshold(landscape, Site(i), stress[Site(i)]);
      strength[Site(i)] = state.threshold[Site(i)] - stress[Site(i)];
    }
  } else {
    landscape.initial_thresholds(Site(0), state.threshold.span());
    strength = state.threshold;
  }
  engine->reset(strength.span());
}

Sample::Sample(const Material& m, RandomNumbers random, std::unique_ptr<StrengthEngine> own_engine)
    : medium(&m), landscape(m.laws, random), engine(std::move(own_engine)), state(engine->part()) {
  EXPECTS(m.params.internal_stress_std == 0);
  landscape.initial_thresholds(Site(std::uint32_t(state.part().first_site())), state.threshold.span());
  engine->reset(state.threshold.span());
}

}  // namespace yieldscape
