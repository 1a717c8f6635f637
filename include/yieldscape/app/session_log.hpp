#pragma once

#include <string>

#include "yieldscape/ensemble/crew.hpp"
#include "yieldscape/io/session.hpp"

namespace yieldscape {

/// "Open MPI v4.1.4; HDF5 1.10.8; FFTW 3.3.10"
[[nodiscard]] std::string library_versions();

/// Notes the start and the end of a session in the run directory: who, where, with which binary. Collective.
class SessionLog {
 public:
  SessionLog(const Communicator& world, const RunDirectory& directory, const std::string& session);
  void finish(const Progress& progress);

 private:
  const Communicator& world_;
  RunDirectory directory_;
  SessionRecord record_;
};

}  // namespace yieldscape
