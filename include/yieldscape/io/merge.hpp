#pragma once

#include <cstdint>
#include <span>

#include "yieldscape/io/run_directory.hpp"

namespace yieldscape {

struct MergeReport {
  std::uint64_t journals_copied = 0;
  std::uint64_t journals_known = 0;  ///< already there, byte by byte
  std::uint64_t points_added = 0;
};

/// Copies the journals and sessions of other runs of the same ensemble into `target`, which knows all their
/// points then; nothing is recomputed, nothing in the sources is changed. To be called under the target's
/// lock; may be interrupted and repeated at any time. Throws IdentityError (key, both values) if an ensemble
/// differs, IoError, CorruptError if a source is no sound run.
MergeReport merge_runs(std::span<const RunDirectory> sources, const RunDirectory& target);

}  // namespace yieldscape
