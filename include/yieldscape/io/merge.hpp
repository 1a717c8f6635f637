#pragma once

#include <cstdint>
#include <span>

#include "yieldscape/io/run_directory.hpp"

namespace yieldscape {

struct MergeReport {
  std::uint64_t journals_copied = 0;
  std::uint64_t journals_known = 0;  ///< already there, byte by byte
};

/// Throws what merge_runs would throw of the sources; touches nothing. For asking before the target's lock,
/// which creates its directory.
void check_sources(std::span<const RunDirectory> sources, const EnsembleSpec& spec);

/// Copies the journals and sessions of other runs into `target`, which becomes a run of this ensemble;
/// nothing is recomputed, nothing in the sources is changed. Each source may hold any part of the ensemble:
/// other points, other realizations, or some that others have too. To be called under the target's lock; may
/// be interrupted and repeated at any time. Throws IdentityError (key, both values) if a source holds
/// anything else, before anything is touched; IoError, CorruptError if a source is no sound run.
MergeReport merge_runs(std::span<const RunDirectory> sources, const RunDirectory& target,
                       const EnsembleSpec& spec);

}  // namespace yieldscape
