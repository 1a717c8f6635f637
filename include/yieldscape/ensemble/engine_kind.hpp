#pragma once

#include "yieldscape/elastic/strength_engine.hpp"
#include "yieldscape/ensemble/ensemble_spec.hpp"

namespace yieldscape {

/// The engine that a choice means on a lattice, on one rank.
[[nodiscard]] EngineKind engine_kind(EngineChoice choice, Lattice lattice) noexcept;

}  // namespace yieldscape
