#include "yieldscape/elastic/strength_engine.hpp"

#include "direct_engine.hpp"
#include "reference_engine.hpp"

namespace yieldscape {

std::unique_ptr<StrengthEngine> make_engine(EngineKind kind, const ElasticKernel& kernel, SimdPath path) {
  if (kind == EngineKind::reference) return std::make_unique<ReferenceEngine>(kernel);
  return std::make_unique<DirectEngine>(kernel, path);
}

}  // namespace yieldscape
