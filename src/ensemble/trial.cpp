#include "yieldscape/ensemble/trial.hpp"

#include <utility>

#include "yieldscape/ensemble/realization.hpp"

namespace yieldscape {

EnsembleSpec trial_ensemble(const EnsembleSpec& spec, const Point& point, SlipCoefficients coefficients) {
  EnsembleSpec trial = spec;
  trial.seed_policy = SeedPolicy::common;
  trial.record = {.realizations = false};
  ModelParams params = point.params();
  params.slip.c0 = coefficients.c0;
  params.slip.c1 = coefficients.c1;
  trial.points = {Point(point.labels(), std::move(params), trial_batch)};
  return trial;
}

std::optional<std::vector<double>> batch_stress(const EnsembleSpec& trial, const Medium& medium,
                                                std::uint32_t batch,
                                                const std::function<Verdict()>& after_avalanche) {
  std::vector<double> mean(trial.grid.count, 0.0);
  for (std::uint32_t i = 0; i < trial_batch; ++i) {
    const Task task{.point = 0, .realization = batch * trial_batch + i};
    const auto result = run_realization(trial, medium, task, after_avalanche);
    if (!result) return std::nullopt;
    const auto stress = result->records.series[Observable::stress];
    for (std::size_t k = 0; k < mean.size(); ++k) mean[k] += stress[k] / trial_batch;
  }
  return mean;
}

}  // namespace yieldscape
