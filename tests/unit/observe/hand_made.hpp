#pragma once

#include <vector>

#include "yieldscape/model/sample.hpp"

namespace yieldscape::test {

/// Four sites [2, 2] with every field by hand: μ = 2, Σ = 1, internal stress {0.5, -0.5, 0, 0}.
class HandMade {
 public:
  HandMade() : state_(Lattice(2, 2)) {
    state_.plastic_strain = Field(Lattice(2, 2), std::vector<double>{0.25, 0, 0.5, 0.25});
    state_.plastic_strain_sum = 1;
    state_.threshold = Field(Lattice(2, 2), std::vector<double>{2, 1, 3, 2});
    state_.stress = 0.75;
    state_.slips = 7;
    state_.avalanches = 3;
    strength_ = {1.5, 1.5, 3, 2};
  }

  /// Local stress {1.5, 0.5, 1, 1}, local total strain {0.625, 0.125, 0.75, 0.5}.
  [[nodiscard]] Snapshot snapshot() const {
    return {.strain = 0.5, .stress = 1, .shear_modulus = 2, .state = state_, .strength = strength_};
  }

 private:
  State state_;
  std::vector<double> strength_;
};

}  // namespace yieldscape::test
