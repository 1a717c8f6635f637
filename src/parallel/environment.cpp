#include "yieldscape/parallel/environment.hpp"

#include <array>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include "yieldscape/parallel/native.hpp"

namespace yieldscape {

namespace {

void set_unless_set(const char* name, const char* value) {
  ::setenv(name, value, 0);
}

bool is_running() noexcept {
  int started = 0;
  int ended = 0;
  MPI_Initialized(&started);
  MPI_Finalized(&ended);
  return started != 0 && ended == 0;
}

}  // namespace

Environment::Environment(int& argc, char**& argv) : exceptions_at_start_(std::uncaught_exceptions()) {
  set_unless_set("OMPI_MCA_fs_ufs_lock_algorithm", "3");
  set_unless_set("OMPI_MCA_fbtl_posix_write_datasieving", "0");
  set_unless_set("OMPI_MCA_sharedfp", "^sm");
  set_unless_set("HDF5_USE_FILE_LOCKING", "BEST_EFFORT");
  int provided = 0;
  check_mpi(MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &provided), "MPI_Init_thread");
  MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
  MPI_Comm_set_errhandler(MPI_COMM_SELF, MPI_ERRORS_RETURN);
}

Environment::~Environment() {
  if (std::uncaught_exceptions() > exceptions_at_start_) abort_job(1);
  MPI_Finalize();
}

void abort_job(int code) noexcept {
  std::fflush(nullptr);
  if (is_running()) MPI_Abort(MPI_COMM_WORLD, code);
  std::_Exit(code);
}

void leave_job(const Communicator& world, int code) {
  std::fflush(nullptr);
  world.barrier();  // the launcher ends all others as soon as one has left
  std::_Exit(code);
}

std::string mpi_version() {
  std::array<char, MPI_MAX_LIBRARY_VERSION_STRING> text{};
  int length = 0;
  check_mpi(MPI_Get_library_version(text.data(), &length), "MPI_Get_library_version");
  const std::string all(text.data(), static_cast<std::size_t>(length));
  return all.substr(0, all.find_first_of(",\n"));
}

}  // namespace yieldscape
