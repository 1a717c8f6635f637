#pragma once

#include <optional>
#include <span>
#include <vector>

#include "yieldscape/app/stop_signals.hpp"
#include "yieldscape/ensemble/trial.hpp"
#include "yieldscape/io/run_directory.hpp"
#include "yieldscape/io/run_lock.hpp"
#include "yieldscape/io/trial_store.hpp"
#include "yieldscape/parallel/communicator.hpp"

namespace yieldscape {

/// Computes the ensembles of a calibration on all ranks and keeps every batch, so that the same command
/// goes on where it was stopped, and another target finds what it shares with the last one. Collective.
class TrialRunner {
 public:
  /// Takes the directory for itself; it is made if need be. Throws LockedError, IoError.
  TrialRunner(const Communicator& world, const StopSignals& signals, const EnsembleSpec& spec,
              const Point& point, const RunDirectory& directory);

  /// On every rank the curves of all trials, the same for any number of ranks. Throws Error with
  /// `stopped_early` after a signal, with `failed_realizations` if a realization cannot be completed.
  [[nodiscard]] std::vector<TrialCurves> operator()(std::span<const SlipCoefficients> trials,
                                                    std::uint32_t batches);

 private:
  struct Unit {
    std::uint32_t trial = 0;
    std::uint32_t batch = 0;
  };
  void compute(std::span<const EnsembleSpec> specs, std::span<const Unit> missing);
  void keep(std::span<const EnsembleSpec> specs, std::span<const Unit> units,
            std::span<const std::vector<std::byte>> by_rank);
  [[nodiscard]] std::vector<double> own_share(std::span<const EnsembleSpec> specs,
                                              std::span<const Unit> units);

  const Communicator& world_;
  const StopSignals& signals_;
  const EnsembleSpec& spec_;
  const Point& point_;
  std::optional<RunLock> lock_;      ///< root only
  std::optional<TrialStore> store_;  ///< root only
};

}  // namespace yieldscape
