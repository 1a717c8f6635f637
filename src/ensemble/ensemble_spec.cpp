#include "yieldscape/ensemble/ensemble_spec.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace yieldscape {

std::string canonical_text(const EnsembleSpec& spec) {
  const RecordSpec& record = spec.record;
  std::string text;
  text += fmt::format("engine = {}\n", name(spec.engine));
  text += fmt::format("loading.round_limit = {}\n", spec.round_limit);
  text += fmt::format("loading.strain_step = {}\n", spec.grid.step);
  text += fmt::format("loading.strains = {}\n", spec.grid.count);
  text += fmt::format("record.events = {}\n", record.events);
  text += fmt::format("record.histogram_bins = {}\n", record.histogram_bins);
  text += fmt::format("record.histogram_range = [{}, {}]\n", record.histogram_lower, record.histogram_upper);
  text += fmt::format("record.histograms_at = [{}]\n", fmt::join(record.histograms_at, ", "));
  text += fmt::format("record.maps_at = [{}]\n", fmt::join(record.maps_at, ", "));
  text += fmt::format("record.maps_realizations = {}\n", record.maps_realizations);
  text += fmt::format("seed = {}\n", spec.seed);
  text += fmt::format("seed_policy = {}\n", name(spec.seed_policy));
  return text;
}

std::uint64_t stream_key(const EnsembleSpec& spec, const Point& point) noexcept {
  const std::string rule = spec.seed_policy == SeedPolicy::common
                               ? fmt::format("yieldscape seed={}", spec.seed)
                               : fmt::format("yieldscape seed={} point={}", spec.seed, point.hash().hex());
  return hash128(rule).high;
}

std::string_view name(SeedPolicy policy) noexcept {
  return policy == SeedPolicy::common ? "common" : "independent";
}

std::string_view name(EngineChoice engine) noexcept {
  switch (engine) {
    case EngineChoice::automatic:
      return "auto";
    case EngineChoice::direct:
      return "direct";
    case EngineChoice::interval:
      return "interval";
    case EngineChoice::slab:
      return "slab";
    case EngineChoice::reference:
      return "reference";
  }
  return "unknown";
}

}  // namespace yieldscape
