#pragma once

#include <cstdint>
#include <functional>

#include "yieldscape/drive/strain_grid.hpp"
#include "yieldscape/model/avalanche.hpp"
#include "yieldscape/model/sample.hpp"

namespace yieldscape {

/// How a sample is driven.
struct Loading {
  StrainGrid grid;
  std::uint64_t round_limit;  ///< an avalanche of more rounds is an error
  std::size_t first = 0;      ///< the first grid strain to be reached; those before lie behind the sample
};

enum class Verdict { go_on, stop };
enum class Outcome { complete, stopped };

/// Who watches the run; it never changes it.
struct Observer {
  std::function<void(std::size_t grid, const Snapshot&)>
      at_strain;                                             ///< called once per grid strain, in order
  std::function<Verdict(const Avalanche&)> after_avalanche;  ///< `stop` ends the run at once
};

/// Quasistatic shear from the present state to the last strain of the grid as the paper drives its samples:
/// load until the weakest site yields, let the avalanche run at constant strain, repeat.
/// Throws RealizationError (see relax).
Outcome drive_quasistatically(Sample& sample, const Loading& loading, const Observer& observer);

}  // namespace yieldscape
