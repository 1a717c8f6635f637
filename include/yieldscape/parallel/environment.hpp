#pragma once

#include <string>

#include "yieldscape/parallel/communicator.hpp"

namespace yieldscape {

/// MPI from its initialization to its end; one per process, the first object of main.
///
/// Before MPI_Init it sets, unless the user did, what parallel files need with this family of libraries:
/// OMPI_MCA_fs_ufs_lock_algorithm=3 and OMPI_MCA_fbtl_posix_write_datasieving=0 (Open MPI before 4.1.7 sieves
/// gappy writes without a lock, open-mpi/ompi#12718), OMPI_MCA_sharedfp=^sm (it guards a file pointer that
/// nobody uses by a semaphore of the node which is named after the file alone: files of one name in two
/// directories share it, and a process killed while it holds it leaves all later ones waiting for ever) and
/// HDF5_USE_FILE_LOCKING=BEST_EFFORT.
///
/// While an exception passes, the destructor ends the whole job with code 1 instead of finalizing: the other
/// ranks may be waiting for this one, and MPI_Finalize would hang with them. A caller who knows a better
/// code catches first and calls abort_job.
class Environment {
 public:
  Environment(int& argc, char**& argv);
  ~Environment();
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  int exceptions_at_start_;
};

/// Ends every rank of the job now, with this exit code. Works before initialization and after the end too.
[[noreturn]] void abort_job(int code) noexcept;

/// Collective: ends this process with the code, without MPI_Finalize and without what libraries do at exit.
/// HDF5 would close there what a failed write made it leave open: it crashes on one rank and hangs on
/// several.
[[noreturn]] void leave_job(const Communicator& world, int code);

/// The MPI library in use, one line.
[[nodiscard]] std::string mpi_version();

}  // namespace yieldscape
