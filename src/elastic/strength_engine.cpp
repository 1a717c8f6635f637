#include "yieldscape/elastic/strength_engine.hpp"

#include <algorithm>

#include "direct_engine.hpp"
#include "interval_bounds.hpp"
#include "interval_engine.hpp"
#include "reference_engine.hpp"

namespace yieldscape {

bool interval_engine_fits(Lattice lattice) noexcept {
  return FarBounds::mid_reach(lattice) > 0 && std::max(lattice.lx(), lattice.ly()) <= longest_side;
}

EngineKind automatic_engine(Lattice lattice) noexcept {
  constexpr std::size_t interval_sites = 128 * 128;
  return lattice.sites() >= interval_sites && interval_engine_fits(lattice) ? EngineKind::interval
                                                                            : EngineKind::direct;
}

std::unique_ptr<StrengthEngine> make_engine(EngineKind kind, const ElasticKernel& kernel, SimdPath path) {
  if (kind == EngineKind::reference) return std::make_unique<ReferenceEngine>(kernel);
  if (kind == EngineKind::interval) return std::make_unique<IntervalEngine>(kernel, path);
  return std::make_unique<DirectEngine>(kernel, path);
}

}  // namespace yieldscape
