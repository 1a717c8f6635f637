#pragma once

// The MPI handles behind the values of this room, for the few places that hand them to another library
// (parallel HDF5, FFTW-MPI). Nothing else includes this header.

#include <mpi.h>

#include "yieldscape/parallel/communicator.hpp"

namespace yieldscape {

struct Communicator::State {
  State(MPI_Comm handle, bool owned) noexcept : comm(handle), owned_(owned) {}
  ~State();
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  MPI_Comm comm;

 private:
  bool owned_;
};

[[nodiscard]] inline MPI_Comm native(const Communicator& communicator) noexcept {
  return communicator.state().comm;
}

/// Throws ParallelError with the call's name and MPI's reason unless `code` is MPI_SUCCESS.
void check_mpi(int code, const char* call);

}  // namespace yieldscape
