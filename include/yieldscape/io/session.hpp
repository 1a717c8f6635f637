#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "yieldscape/io/run_directory.hpp"

namespace yieldscape {

/// One start of the program on a run: who computed what, with which binary. Provenance, not data.
struct SessionRecord {
  std::string name;                                         ///< new_session_name()
  double started = 0;                                       ///< seconds since 1970-01-01 UTC
  double ended = std::numeric_limits<double>::quiet_NaN();  ///< NaN: did not end in order (yet)
  std::uint32_t ranks = 1;
  std::string hosts;  ///< for example "n1 x4, n2 x4"
  std::string version;
  std::string commit;
  std::string compiler;
  std::string flags;
  std::string libraries;           ///< names and versions
  std::uint64_t realizations = 0;  ///< finished in this session
  std::uint64_t slips = 0;
  double core_seconds = 0;  ///< CPU time in the physics, over all ranks
  friend bool operator==(const SessionRecord&, const SessionRecord&) = default;
};

/// One small file per session, replaced in one step: to be called at the start and at the end.
void write_session(const RunDirectory& directory, const SessionRecord& session);

/// All sessions of a run, by time; files that cannot be understood are left out.
[[nodiscard]] std::vector<SessionRecord> read_sessions(const RunDirectory& directory);

}  // namespace yieldscape
