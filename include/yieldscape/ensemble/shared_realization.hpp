#pragma once

#include "yieldscape/elastic/slab_engine.hpp"
#include "yieldscape/ensemble/realization.hpp"

namespace yieldscape {

/// The medium of a point as a group of ranks keeps it. Collective to make and to give up.
struct SharedMedium {
  /// Needs computes_together(engine, lattice). Throws as Medium does, on all ranks alike.
  SharedMedium(const Communicator& ranks, const ModelParams& params);

  Communicator group;
  Material material;
  SlabKernel kernel;
};

/// Whether several ranks can compute a realization with this choice of engine: where the interval engine
/// computes it on one.
[[nodiscard]] bool computes_together(EngineChoice engine, Lattice lattice) noexcept;

/// Computes one task by all ranks of the group, which call this together; bit by bit what one rank computes.
/// The records are on rank 0 of the group, the counts on all; seconds are those of all ranks. The watch is
/// asked on every rank, not after every avalanche but now and then, in the same places: one `stop` gives the
/// task up on all. Checkpoints are those of each rank's part. Throws RealizationError on all ranks, with one
/// message, if the realization cannot be completed on any.
[[nodiscard]] std::optional<RealizationResult> run_realization(const EnsembleSpec& spec,
                                                               const SharedMedium& medium, Task task,
                                                               RealizationWatch watch,
                                                               SimdPath path = best_simd_path());

}  // namespace yieldscape
