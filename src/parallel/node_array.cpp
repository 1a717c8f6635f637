#include "yieldscape/parallel/node_array.hpp"

#include <exception>

#include "yieldscape/core/aligned.hpp"
#include "yieldscape/parallel/native.hpp"

namespace yieldscape {
namespace {

Communicator node_of(const Communicator& communicator) {
  MPI_Comm node = MPI_COMM_NULL;
  check_mpi(MPI_Comm_split_type(native(communicator), MPI_COMM_TYPE_SHARED, communicator.rank(),
                                MPI_INFO_NULL, &node),
            "MPI_Comm_split_type");
  return Communicator(std::make_shared<const Communicator::State>(node, true));
}

}  // namespace

struct NodeArray::Window {
  Window(const Communicator& node, std::size_t size) : communicator(node) {
    const MPI_Aint own = node.is_root() ? MPI_Aint(size * sizeof(double)) : 0;
    void* own_memory = nullptr;
    check_mpi(MPI_Win_allocate_shared(own, sizeof(double), MPI_INFO_NULL, native(node), &own_memory, &handle),
              "MPI_Win_allocate_shared");
    MPI_Aint bytes = 0;
    int unit = 0;
    check_mpi(MPI_Win_shared_query(handle, 0, &bytes, &unit, &memory), "MPI_Win_shared_query");
    check_mpi(MPI_Win_lock_all(MPI_MODE_NOCHECK, handle), "MPI_Win_lock_all");
  }
  ~Window() {
    int ended = 0;
    MPI_Finalized(&ended);
    // Freeing is collective: while an exception passes, the other ranks may not come along.
    if (ended != 0 || std::uncaught_exceptions() > 0) return;
    MPI_Win_unlock_all(handle);
    MPI_Win_free(&handle);
  }
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  Communicator communicator;  // lives as long as the window
  MPI_Win handle = MPI_WIN_NULL;
  void* memory = nullptr;
};

NodeArray::NodeArray(const Communicator& communicator, std::size_t size) : node_(node_of(communicator)) {
  if (node_.size() == 1) {
    values_ = shared_zeros(size);
    return;
  }
  window_ = std::make_shared<Window>(node_, size);
  values_ = std::shared_ptr<double[]>(window_, static_cast<double*>(window_->memory));
}

void NodeArray::wait_for_all() const {
  if (!window_) return;
  check_mpi(MPI_Win_sync(window_->handle), "MPI_Win_sync");
  node_.barrier();
  check_mpi(MPI_Win_sync(window_->handle), "MPI_Win_sync");
}

}  // namespace yieldscape
