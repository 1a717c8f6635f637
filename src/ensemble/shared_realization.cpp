#include "yieldscape/ensemble/shared_realization.hpp"

#include <algorithm>

#include "cpu_seconds.hpp"
#include "take_up.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/ensemble/engine_kind.hpp"
#include "yieldscape/observe/recorder.hpp"
#include "yieldscape/parallel/collectives.hpp"

namespace yieldscape {
namespace {

// To agree costs a round of messages: on a small lattice, where an avalanche is over soon, not after each.
std::uint32_t avalanches_between_looks(Lattice lattice) {
  constexpr std::size_t most = 64;
  constexpr std::size_t sites_between_looks = most * 256 * 256;
  return std::uint32_t(std::clamp<std::size_t>(sites_between_looks / lattice.sites(), 1, most));
}

double sum_over(const Communicator& group, double seconds) {
  return 1e-9 * double(all_reduce_sum(group, std::uint64_t(1e9 * seconds)));
}

SharedElasticity elasticity(const SharedMedium& medium) {
  if (medium.material.params.internal_stress_std == 0) return {};
  return {.kernel_variance = medium.kernel.square_sum(),
          .convolve = [&medium](const Field& slips) { return medium.kernel.convolve(slips); }};
}

std::optional<RealizationResult> compute(const EnsembleSpec& spec, const SharedMedium& medium, Task task,
                                         RealizationWatch watch, SimdPath path) {
  const double begin = cpu_seconds();
  double earlier_seconds = 0;
  const auto seconds = [&] {
    return earlier_seconds + sum_over(medium.group, std::max(0.0, cpu_seconds() - begin));
  };
  const RandomNumbers random(stream_key(spec, spec.points[task.point]), task.realization);
  Sample sample(medium.material, random, medium.kernel.make_engine(path), elasticity(medium));
  Recorder recorder(spec.record, spec.grid.count, task.realization < spec.record.maps_realizations, path,
                    [&](const std::vector<double>& numbers) {
                      medium.kernel.check();
                      return gather(medium.group, numbers);
                    });
  Loading loading{.grid = spec.grid, .round_limit = spec.round_limit};
  if (watch.from) {
    take_up(sample, *watch.from);
    if (medium.group.is_root()) recorder.resume(std::move(watch.from->records));
    loading.first = watch.from->next_grid;
    earlier_seconds = watch.from->seconds;
    watch.from.reset();
  }
  const auto keep_checkpoint = [&](std::size_t grid, const Snapshot& snapshot) {
    if (!watch.wants_checkpoint || grid + 1 == spec.grid.count) return;
    medium.kernel.check();
    if (!watch.wants_checkpoint()) return;
    const double so_far = seconds();
    watch.keep({.next_grid = grid + 1,
                .state = snapshot.state,
                .strength = {snapshot.strength.begin(), snapshot.strength.end()},
                .records = recorder.records(),
                .seconds = so_far});
    medium.kernel.check();
    watch.write();
  };
  const std::uint32_t pause = avalanches_between_looks(medium.material.params.lattice);
  std::uint32_t avalanches = 0;
  const Observer observer{
      .at_strain =
          [&](std::size_t grid, const Snapshot& snapshot) {
            recorder.at_strain(grid, snapshot);
            keep_checkpoint(grid, snapshot);
          },
      .after_avalanche =
          [&](const Avalanche& avalanche) {
            recorder.after_avalanche(avalanche);
            if (++avalanches % pause != 0) return Verdict::go_on;
            return sample.engine->total(watch.after_avalanche() == Verdict::stop ? 1 : 0) > 0
                       ? Verdict::stop
                       : Verdict::go_on;
          }};
  const Outcome outcome = drive_quasistatically(sample, loading, observer);
  medium.kernel.check();
  const double spent = seconds();
  if (outcome == Outcome::stopped) return std::nullopt;
  return RealizationResult{.records = std::move(recorder).take(),
                           .slips = sample.state.slips,
                           .rounds = sample.state.rounds,
                           .near_ties = sample.state.near_ties,
                           .seconds = spent};
}

}  // namespace

SharedMedium::SharedMedium(const Communicator& ranks, const ModelParams& params)
    : group(ranks), material(params), kernel(ranks, params.lattice, params.moduli, params.kernel) {}

bool computes_together(EngineChoice engine, Lattice lattice) noexcept {
  return engine_kind(engine, lattice) == EngineKind::interval && interval_engine_fits(lattice);
}

std::optional<RealizationResult> run_realization(const EnsembleSpec& spec, const SharedMedium& medium,
                                                 Task task, RealizationWatch watch, SimdPath path) {
  try {
    return compute(spec, medium, task, std::move(watch), path);
  } catch (const PartnerFailure&) {
    throw;
  } catch (const Error&) {
    throw;  // the world's fault: it ends the job
  } catch (const std::exception& error) {
    throw RealizationError(medium.kernel.fail(error.what()));
  }
}

}  // namespace yieldscape
