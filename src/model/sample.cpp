#include "yieldscape/model/sample.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdint>
#include <utility>

#include "yieldscape/core/error.hpp"

namespace yieldscape {
namespace {

// More redraws than this and the thresholds do not reach above the internal stress at all.
constexpr std::uint32_t redraw_limit = 10'000;

// Whole numbers of this part of a stress are added: their sum does not depend on who adds which.
constexpr double stress_quantum = 0x1p-40;

double mean_of_all(const Field& stress, StrengthEngine& engine) {
  std::uint64_t sum = 0;  // modulo 2^64: the whole sum is small
  for (const double value : stress.span()) sum += std::uint64_t(std::llround(value / stress_quantum));
  return double(std::int64_t(engine.total(sum))) * stress_quantum / double(stress.lattice().sites());
}

Field eigenstrains(const LatticePart& part, const Landscape& landscape) {
  Field eigenstrain(part);
  for (std::size_t i = 0; i < part.sites(); ++i) {
    eigenstrain.span()[i] = landscape.eigenstrain(Site(std::uint32_t(part.first_site() + i)));
  }
  return eigenstrain;
}

// `stress`: that of independent eigenstrains of variance 1, of this variance.
void scale(Field& stress, double wanted_std, double variance, double average) {
  const double factor = variance > 0 ? wanted_std / std::sqrt(variance) : 0;
  for (double& value : stress.span()) value = factor * (value - average);
}

double kernel_variance(const Field& kernel) {
  double variance = 0;
  for (const double g : kernel.span()) variance += g * g;
  return variance;
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

// Thresholds above the stress, redrawn site by site; the strengths.
Field draw_thresholds(State& state, const Landscape& landscape, const Field& stress) {
  Field strength(state.part());
  for (std::size_t i = 0; i < strength.span().size(); ++i) {
    const auto site = Site(std::uint32_t(state.part().first_site() + i));
    state.threshold[site] = stable_threshold(landscape, site, stress[site]);
    strength[site] = state.threshold[site] - stress[site];
  }
  return strength;
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
  if (m.params.internal_stress_std > 0) {
    const Field& kernel = m.kernel.zero_mean;
    Field stress = convolve(kernel, eigenstrains(state.part(), landscape));
    const double average =
        interval_engine_fits(m.params.lattice) ? mean_of_all(stress, *engine) : mean(stress.span());
    scale(stress, m.params.internal_stress_std, kernel_variance(kernel), average);
    engine->reset(draw_thresholds(state, landscape, stress).span());
    return;
  }
  landscape.initial_thresholds(Site(0), state.threshold.span());
  engine->reset(state.threshold.span());
}

Sample::Sample(const Material& m, RandomNumbers random, std::unique_ptr<StrengthEngine> own_engine,
               const SharedElasticity& elasticity)
    : medium(&m), landscape(m.laws, random), engine(std::move(own_engine)), state(engine->part()) {
  if (m.params.internal_stress_std > 0) {
    Field stress = elasticity.convolve(eigenstrains(state.part(), landscape));
    scale(stress, m.params.internal_stress_std, elasticity.kernel_variance, mean_of_all(stress, *engine));
    engine->reset(draw_thresholds(state, landscape, stress).span());
    return;
  }
  landscape.initial_thresholds(Site(std::uint32_t(state.part().first_site())), state.threshold.span());
  engine->reset(state.threshold.span());
}

}  // namespace yieldscape
