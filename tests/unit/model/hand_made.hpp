#pragma once

#include <memory>
#include <vector>

#include "../support/glasses.hpp"
#include "yieldscape/model/avalanche.hpp"
#include "yieldscape/model/sample.hpp"

namespace yieldscape::test {

/// A row of sites [1, n] simple enough for mental arithmetic: slips of 1/4, constant renewed thresholds, a
/// kernel in small numbers (it needs no symmetry) and a shear modulus such that Σ falls by 1/16 a slip.
inline ModelParams row_of_sites(const std::vector<double>& kernel, double renewed_threshold,
                                Dynamics dynamics = Dynamics::synchronous) {
  const Lattice lattice(1, int(kernel.size()));
  ModelParams params{.lattice = lattice,
                     .moduli = {.shear_modulus = double(kernel.size()) / 8, .bulk_modulus = 1},
                     .initial_thresholds = constant_law(1),
                     .renewed_thresholds = constant_law(renewed_threshold),
                     .slip = {.kind = SlipKind::constant, .c0 = 0.25},
                     .dynamics = dynamics};
  params.kernel = {.form = KernelForm::file, .table = std::make_shared<const Field>(lattice, kernel)};
  return params;
}

/// A sample with these thresholds, without internal stress, loaded to its weakest one.
inline Sample loaded_sample(const Medium& medium, const std::vector<double>& thresholds,
                            EngineKind engine = EngineKind::direct) {
  Sample sample(medium, RandomNumbers(1, 0), engine);
  sample.state.threshold = Field(medium.params.lattice, thresholds);
  sample.engine->reset(thresholds);
  sample.state.stress = sample.engine->weakest().strength;
  return sample;
}

inline std::vector<double> strengths(Sample& sample) {
  std::vector<double> values(sample.medium->params.lattice.sites());
  sample.engine->read(values);
  return values;
}

}  // namespace yieldscape::test
