#include "yieldscape/config/ensemble_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "yieldscape/config/point_settings.hpp"
#include "yieldscape/elastic/strength_engine.hpp"
#include "yieldscape/ensemble/shared_realization.hpp"

namespace yieldscape {
namespace {

constexpr double max_strains = 1e7;      // longer curves are a mistake in strain_step
constexpr double grid_tolerance = 1e-9;  // relative: 0.1 + 0.2 is on the grid of 0.1

std::optional<StrainGrid> read_grid(PointSettings& settings) {
  const auto strain_max = settings.get<double>("loading.strain_max");
  const auto step = settings.get<double>("loading.strain_step");
  if (!strain_max || !step) return std::nullopt;
  const bool at_step = !settings.find("loading.strain_step")->is_default;
  const std::string place = at_step ? "loading.strain_step" : "loading.strain_max";
  const double count = std::floor(*strain_max / *step * (1 + grid_tolerance));
  if (count < 1) {
    settings.error(
        place, fmt::format("'loading.strain_step' = {} is greater than 'loading.strain_max' = {}; nothing "
                           "would be recorded",
                           *step, *strain_max));
    return std::nullopt;
  }
  if (count > max_strains) {
    settings.error(place,
                   fmt::format("'loading.strain_max' / 'loading.strain_step' = {:.3g} strains; {:.0f} is the "
                               "most that can be recorded",
                               *strain_max / *step, max_strains));
    return std::nullopt;
  }
  return StrainGrid{*step, std::size_t(count)};
}

/// Strains as numbers of the grid, ascending.
std::vector<std::size_t> on_grid(const std::string& path, const std::optional<StrainGrid>& grid,
                                 PointSettings& settings) {
  const auto strains = settings.get<std::vector<double>>(path);
  if (!strains || !grid) return {};
  const auto& items = settings.find(path)->node->items;
  std::set<std::size_t> numbers;
  for (std::size_t i = 0; i < strains->size(); ++i) {
    const double strain = (*strains)[i];
    const double nearest = std::clamp(std::round(strain / grid->step), 1.0, double(grid->count));
    if (std::abs(strain - nearest * grid->step) > grid_tolerance * strain) {
      settings.reading().diagnostics.error(
          items[i]->place,
          fmt::format("'{}': strain {} is not recorded; strains are multiples of 'loading.strain_step' = {} "
                      "up to {:.12g}, "
                      "the nearest is {:.12g}",
                      path, strain, grid->step, double(grid->count) * grid->step, nearest * grid->step));
      continue;
    }
    if (!numbers.insert(std::size_t(nearest) - 1).second) {
      settings.reading().diagnostics.error(items[i]->place,
                                           fmt::format("'{}': strain {} is given twice", path, strain));
    }
  }
  return {numbers.begin(), numbers.end()};
}

RecordSpec read_record(const std::optional<StrainGrid>& grid, PointSettings& settings) {
  RecordSpec record;
  record.realizations = settings.get<bool>("record.realizations").value_or(true);
  record.events = settings.get<bool>("record.events").value_or(false);
  record.maps_at = on_grid("record.maps_at", grid, settings);
  record.maps_realizations =
      std::uint32_t(settings.get<std::uint64_t>("record.maps_realizations").value_or(1));
  record.histograms_at = on_grid("record.histograms_at", grid, settings);
  record.histogram_bins = std::uint32_t(settings.get<std::uint64_t>("record.histogram_bins").value_or(1));
  if (const auto range = settings.get<std::vector<double>>("record.histogram_range")) {
    if (range->size() != 2 || (*range)[0] >= (*range)[1]) {
      settings.error("record.histogram_range",
                     "'record.histogram_range' must be [lower, upper], lower less than upper");
    } else {
      record.histogram_lower = (*range)[0];
      record.histogram_upper = (*range)[1];
    }
  }
  return record;
}

EngineChoice engine_named(const std::string& word) {
  for (const EngineChoice engine :
       {EngineChoice::direct, EngineChoice::interval, EngineChoice::slab, EngineChoice::reference}) {
    if (name(engine) == word) return engine;
  }
  return EngineChoice::automatic;
}

}  // namespace

EnsembleSpec read_ensemble(Layer& layer, const Place& place, Reading& reading) {
  PointSettings settings(layer, place, reading);
  const auto grid = read_grid(settings);
  const auto policy = settings.get<std::string>("seed_policy");
  EnsembleSpec ensemble;
  ensemble.title = settings.get<std::string>("title").value_or("");
  ensemble.seed = settings.get<std::uint64_t>("seed").value_or(0);
  ensemble.seed_policy = policy == name(SeedPolicy::common) ? SeedPolicy::common : SeedPolicy::independent;
  ensemble.grid = grid.value_or(StrainGrid{});
  ensemble.record = read_record(grid, settings);
  ensemble.engine = engine_named(settings.get<std::string>("engine").value_or("auto"));
  ensemble.round_limit = settings.get<std::uint64_t>("loading.round_limit").value_or(1);
  return ensemble;
}

void check_engine(Layer& layer, const Place& place, const EnsembleSpec& ensemble, Reading& reading) {
  if (ensemble.engine != EngineChoice::interval && ensemble.engine != EngineChoice::slab) return;
  for (const Point& point : ensemble.points) {
    const Lattice& lattice = point.params().lattice;
    if (interval_engine_fits(lattice)) continue;
    PointSettings(layer, place, reading)
        .error("engine", fmt::format("'engine' is {}, but the {} x {} lattice of point '{}' does not fit: "
                                     "it needs 65 to 32767 sites on either axis; use auto or direct",
                                     name(ensemble.engine), lattice.lx(), lattice.ly(), point.labels().name));
    return;
  }
}

void check_ranks(const Node& node, const RanksPerRealization& ranks, const EnsembleSpec& ensemble,
                 Reading& reading) {
  for (const Point& point : ensemble.points) {
    const Lattice& lattice = point.params().lattice;
    if (ranks(lattice) == 1) continue;
    std::string why;
    if (!computes_together(ensemble.engine, lattice)) {
      why = ensemble.engine == EngineChoice::automatic && interval_engine_fits(lattice)
                ? "which is computed on one rank below 128 x 128 sites; set it to 1 there, or the engine to "
                  "slab"
                : "which is computed on one rank by its engine; set it to 1 there";
    } else {
      continue;
    }
    reading.diagnostics.error(
        node.place, fmt::format("'ranks_per_realization' asks for {} ranks on the {} x {} lattice of point "
                                "'{}', {}",
                                ranks(lattice), lattice.lx(), lattice.ly(), point.labels().name, why));
    return;
  }
}

RanksPerRealization read_ranks(const Node& ranks, Reading& reading) {
  const KeySpec side{.path = "a lattice side in ranks_per_realization",
                     .type = ValueType::whole,
                     .range = {.lower = 1, .upper = Lattice::max_length}};
  const KeySpec number{
      .path = "ranks_per_realization", .type = ValueType::whole, .range = {.lower = 1, .upper = 65536}};
  RanksPerRealization result;
  if (ranks.kind != NodeKind::mapping) {
    reading.diagnostics.error(ranks.place, fmt::format("'ranks_per_realization' must be a mapping such as "
                                                       "{{default: 1}}; got {}",
                                                       describe(ranks)));
    return result;
  }
  check_duplicates(ranks, reading);
  for (const auto& [name, place, value] : ranks.entries) {
    if (is_note(name)) continue;
    const Value count = read_value(number, *value, reading.diagnostics);
    const auto* whole = std::get_if<std::uint64_t>(&count);
    if (name == "default") {
      if (whole != nullptr) result.fallback = *whole;
      continue;
    }
    const Node key{.kind = NodeKind::scalar, .place = place, .text = name};
    const Value from = read_value(side, key, reading.diagnostics);
    if (whole != nullptr && std::holds_alternative<std::uint64_t>(from)) {
      result.from_side[std::get<std::uint64_t>(from)] = *whole;
    }
  }
  return result;
}

}  // namespace yieldscape
