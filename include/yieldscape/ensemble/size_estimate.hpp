#pragma once

#include <cstdint>
#include <span>

#include "yieldscape/ensemble/ensemble_spec.hpp"

namespace yieldscape {

/// Bytes of the result file of a complete run: rows, statistics, maps, and an estimate of the avalanche list.
[[nodiscard]] double result_bytes(const EnsembleSpec& spec);

/// What a rank takes at most: program and libraries, the arrays of the largest lattice, and the index of all
/// tasks while the result is written. `ranks`: that compute a realization of each point together; empty: one.
[[nodiscard]] double memory_per_rank_bytes(const EnsembleSpec& spec,
                                           std::span<const std::uint32_t> ranks = {});

}  // namespace yieldscape
