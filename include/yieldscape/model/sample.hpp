#pragma once

#include <functional>
#include <memory>

#include "yieldscape/elastic/strength_engine.hpp"
#include "yieldscape/landscape/landscape.hpp"
#include "yieldscape/model/params.hpp"
#include "yieldscape/model/state.hpp"

namespace yieldscape {

/// What all realizations of one parameter point share, elasticity apart.
struct Material {
  /// Throws std::invalid_argument if a law is impossible.
  explicit Material(const ModelParams& params);

  ModelParams params;
  LandscapeLaws laws;
};

/// The same with the elastic kernel.
struct Medium : Material {
  /// Throws std::invalid_argument if a law or the kernel is impossible.
  explicit Medium(const ModelParams& params);

  ElasticKernel kernel;
};

/// Elasticity of a lattice that several engines share, as far as an initial internal stress needs it.
struct SharedElasticity {
  double kernel_variance = 0;  ///< Σ G(r)², zero-mean part: of the stress that independent unit slips make
  /// The stress, on the rows kept here, of slips on the rows kept here and by the others. All call it.
  std::function<Field(const Field&)> convolve = {};
};

/// One realization: a piece of glass with its own disorder, in its present state.
struct Sample {
  /// The freshly quenched sample, at Σ = 0: thresholds from p_i, no plastic strain, internal stress if the
  /// point asks for it: a random eigenstrain convolved with the kernel, scaled to the wanted standard
  /// deviation, thresholds redrawn site by site until x > 0. `medium` must outlive the sample. Throws
  /// RealizationError if no draw makes a site stable.
  Sample(const Medium& medium, RandomNumbers random, EngineKind engine_kind,
         SimdPath path = best_simd_path());

  /// The part of a sample that the engine keeps; the engines that share the lattice get the same sample
  /// between them. `material` must outlive it. `elasticity` is asked if the point wants internal stress.
  Sample(const Material& material, RandomNumbers random, std::unique_ptr<StrengthEngine> engine,
         const SharedElasticity& elasticity);

  const Material* medium;
  Landscape landscape;
  std::unique_ptr<StrengthEngine> engine;
  State state;

  /// The slips of the round being computed in this part; none of the state, kept here to spare its memory.
  std::vector<Slip> slips;
};

/// A stable state carried elastically to a strain, as observables see it; no slip happens on the way.
struct Snapshot {
  double strain;                     ///< ε
  double stress;                     ///< Σ at ε, LJ stress
  double shear_modulus;              ///< μ, LJ stress
  const State& state;                ///< `state.stress` belongs to the strain before the carrying
  std::span<const double> strength;  ///< x = σ_c − σ_internal of the state's part, LJ stress
};

}  // namespace yieldscape
