#include "yieldscape/ensemble/realization.hpp"

#include <algorithm>

#include "cpu_seconds.hpp"
#include "take_up.hpp"
#include "yieldscape/ensemble/engine_kind.hpp"
#include "yieldscape/observe/recorder.hpp"

namespace yieldscape {
namespace {

// `seconds`: CPU time so far, those of an earlier session included.
std::optional<RealizationResult> compute(const EnsembleSpec& spec, const Medium& medium, Task task,
                                         RealizationWatch watch, SimdPath path,
                                         const std::function<double()>& seconds) {
  const RandomNumbers random(stream_key(spec, spec.points[task.point]), task.realization);
  Sample sample(medium, random, engine_kind(spec.engine, medium.params.lattice), path);
  Recorder recorder(spec.record, spec.grid.count, task.realization < spec.record.maps_realizations, path);

  Loading loading{.grid = spec.grid, .round_limit = spec.round_limit};
  if (watch.from) {
    take_up(sample, *watch.from);
    recorder.resume(std::move(watch.from->records));
    loading.first = watch.from->next_grid;
    watch.from.reset();
  }

  const auto at_strain = [&](std::size_t grid, const Snapshot& snapshot) {
    recorder.at_strain(grid, snapshot);
    if (!watch.wants_checkpoint || grid + 1 == spec.grid.count || !watch.wants_checkpoint()) return;
    watch.keep({.next_grid = grid + 1,
                .state = snapshot.state,
                .strength = {snapshot.strength.begin(), snapshot.strength.end()},
                .records = recorder.records(),
                .seconds = seconds()});
    if (watch.write) watch.write();
  };
  const Observer observer{.at_strain = at_strain, .after_avalanche = [&](const Avalanche& avalanche) {
                            recorder.after_avalanche(avalanche);
                            return watch.after_avalanche();
                          }};
  if (drive_quasistatically(sample, loading, observer) == Outcome::stopped) return std::nullopt;

  return RealizationResult{.records = std::move(recorder).take(),
                           .slips = sample.state.slips,
                           .rounds = sample.state.rounds,
                           .near_ties = sample.state.near_ties};
}

}  // namespace

EngineKind engine_kind(EngineChoice choice, Lattice lattice) noexcept {
  switch (choice) {
    case EngineChoice::direct:
      return EngineKind::direct;
    case EngineChoice::interval:
    case EngineChoice::slab:
      return EngineKind::interval;
    case EngineChoice::reference:
      return EngineKind::reference;
    case EngineChoice::automatic:
      break;
  }
  return automatic_engine(lattice);
}

std::optional<RealizationResult> run_realization(const EnsembleSpec& spec, const Medium& medium, Task task,
                                                 const std::function<Verdict()>& after_avalanche,
                                                 SimdPath path) {
  return run_realization(spec, medium, task, RealizationWatch{.after_avalanche = after_avalanche}, path);
}

std::optional<RealizationResult> run_realization(const EnsembleSpec& spec, const Medium& medium, Task task,
                                                 RealizationWatch watch, SimdPath path) {
  const double earlier = watch.from ? watch.from->seconds : 0;
  const double begin = cpu_seconds();
  const auto seconds = [&] { return earlier + std::max(0.0, cpu_seconds() - begin); };
  auto result = compute(spec, medium, task, std::move(watch), path, seconds);
  if (result) result->seconds = seconds();  // what a sample held was given back: that costs too
  return result;
}

}  // namespace yieldscape
