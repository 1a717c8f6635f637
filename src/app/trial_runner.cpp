#include "yieldscape/app/trial_runner.hpp"

#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <limits>
#include <memory>

#include "yieldscape/core/error.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/together.hpp"

namespace yieldscape {
namespace {

// So long the ranks compute before their results are gathered and kept: what a kill can cost.
constexpr double seconds_between_gatherings = 2;

TrialStore::Key key_of(const EnsembleSpec& trial, std::uint32_t batch) {
  return {.trial = hash128(canonical_text(trial) + trial.points.front().canonical_text()), .batch = batch};
}

}  // namespace

TrialRunner::TrialRunner(const Communicator& world, const StopSignals& signals, const EnsembleSpec& spec,
                         const Point& point, const RunDirectory& directory)
    : world_(world), signals_(signals), spec_(spec), point_(point) {
  together(world, [&] {
    if (!world.is_root()) return;
    lock_.emplace(directory);
    store_.emplace(directory.path() / "trials");
  });
}

std::vector<TrialCurves> TrialRunner::operator()(std::span<const SlipCoefficients> trials,
                                                 std::uint32_t batches) {
  std::vector<EnsembleSpec> specs;
  for (const SlipCoefficients& trial : trials) specs.push_back(trial_ensemble(spec_, point_, trial));
  std::vector<Unit> missing;
  if (world_.is_root()) {
    // Batch by batch through all trials: what is there when a run is stopped is the same share of each.
    for (std::uint32_t b = 0; b < batches; ++b) {
      for (std::uint32_t t = 0; t < specs.size(); ++t) {
        if (store_->find(key_of(specs[t], b)).empty()) missing.push_back({t, b});
      }
    }
  }
  compute(specs, broadcast(world_, missing));

  std::vector<TrialCurves> curves;
  for (const EnsembleSpec& spec : specs) {
    std::vector<double> values;
    if (world_.is_root()) {
      for (std::uint32_t b = 0; b < batches; ++b) {
        const auto curve = store_->find(key_of(spec, b));
        values.insert(values.end(), curve.begin(), curve.end());
      }
    }
    curves.push_back({.strains = spec.grid.count, .values = broadcast(world_, values)});
  }
  return curves;
}

void TrialRunner::compute(std::span<const EnsembleSpec> specs, std::span<const Unit> missing) {
  std::size_t per_rank = 1;
  while (!missing.empty()) {
    const auto units = missing.first(std::min(missing.size(), per_rank * std::size_t(world_.size())));
    const auto begin = std::chrono::steady_clock::now();
    std::vector<double> mine;
    together(world_, [&] { mine = own_share(specs, units); });
    const auto by_rank = gather_bytes(world_, std::as_bytes(std::span(mine)));
    together(world_, [&] { keep(specs, units, by_rank); });
    if (all_reduce_or(world_, signals_.request() != StopRequest::none)) {
      throw Error(ExitCode::stopped_early,
                  "stopped early; what is computed is kept: run the same command again to go on");
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    if (all_reduce_max(world_, took.count()) < seconds_between_gatherings / 2) per_rank *= 2;
    missing = missing.subspan(units.size());
  }
}

// Unit i of a gathering belongs to rank i modulo their number. A batch left on request is one NaN.
std::vector<double> TrialRunner::own_share(std::span<const EnsembleSpec> specs, std::span<const Unit> units) {
  std::vector<double> values;
  std::unique_ptr<Medium> medium;
  std::uint32_t medium_trial = 0;
  const auto go_on = [&] { return signals_.request() == StopRequest::now ? Verdict::stop : Verdict::go_on; };
  for (auto i = std::size_t(world_.rank()); i < units.size(); i += std::size_t(world_.size())) {
    const Unit& unit = units[i];
    const EnsembleSpec& spec = specs[unit.trial];
    if (!medium || medium_trial != unit.trial) {
      medium = std::make_unique<Medium>(spec.points.front().params());
      medium_trial = unit.trial;
    }
    try {
      const auto curve = batch_stress(spec, *medium, unit.batch, go_on);
      const std::vector<double> none(spec.grid.count, std::numeric_limits<double>::quiet_NaN());
      const std::vector<double>& row = curve ? *curve : none;
      values.insert(values.end(), row.begin(), row.end());
    } catch (const RealizationError& error) {
      const SlipSpec& slip = spec.points.front().params().slip;
      throw Error(ExitCode::failed_realizations,
                  fmt::format("a realization of the trial c0 = {:.4g}, c1 = {:.4g} cannot be completed: {}",
                              slip.c0, slip.c1, error.what()));
    }
  }
  return values;
}

void TrialRunner::keep(std::span<const EnsembleSpec> specs, std::span<const Unit> units,
                       std::span<const std::vector<std::byte>> by_rank) {
  if (!world_.is_root()) return;
  const std::size_t strains = spec_.grid.count;
  std::vector<double> curve(strains);
  for (std::size_t i = 0; i < units.size(); ++i) {
    const std::size_t rank = i % std::size_t(world_.size());
    const std::size_t row = i / std::size_t(world_.size());
    std::memcpy(curve.data(), by_rank[rank].data() + row * strains * sizeof(double),
                strains * sizeof(double));
    if (std::isnan(curve.front())) continue;
    store_->add(key_of(specs[units[i].trial], units[i].batch), curve);
  }
  store_->sync();
  lock_->touch();
}

}  // namespace yieldscape
