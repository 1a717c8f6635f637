#include "yieldscape/ensemble/realization.hpp"

#include <ctime>

#include "yieldscape/ensemble/engine_kind.hpp"
#include "yieldscape/observe/recorder.hpp"

namespace yieldscape {
namespace {

double cpu_seconds() noexcept {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) + 1e-9 * double(now.tv_nsec);
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
  const double begin = cpu_seconds();
  const RandomNumbers random(stream_key(spec, spec.points[task.point]), task.realization);
  Sample sample(medium, random, engine_kind(spec.engine, medium.params.lattice), path);
  Recorder recorder(spec.record, spec.grid.count, task.realization < spec.record.maps_realizations, path);

  const Observer observer{
      .at_strain = [&](std::size_t grid, const Snapshot& snapshot) { recorder.at_strain(grid, snapshot); },
      .after_avalanche =
          [&](const Avalanche& avalanche) {
            recorder.after_avalanche(avalanche);
            return after_avalanche();
          }};
  const Loading loading{.grid = spec.grid, .round_limit = spec.round_limit};
  if (drive_quasistatically(sample, loading, observer) == Outcome::stopped) return std::nullopt;

  return RealizationResult{.records = std::move(recorder).take(),
                           .slips = sample.state.slips,
                           .rounds = sample.state.rounds,
                           .near_ties = sample.state.near_ties,
                           .seconds = cpu_seconds() - begin};
}

}  // namespace yieldscape
