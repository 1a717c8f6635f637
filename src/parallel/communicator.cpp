#include "yieldscape/parallel/communicator.hpp"

#include <fmt/format.h>

#include <array>
#include <exception>
#include <utility>

#include "calls_returned.hpp"
#include "yieldscape/core/contracts.hpp"
#include "yieldscape/parallel/error.hpp"
#include "yieldscape/parallel/native.hpp"

namespace yieldscape {

void check_mpi(int code, const char* call) {
  note_call_returned();
  if (code == MPI_SUCCESS) return;
  std::array<char, MPI_MAX_ERROR_STRING> text{};
  int length = 0;
  if (MPI_Error_string(code, text.data(), &length) != MPI_SUCCESS) length = 0;
  throw ParallelError(fmt::format("{} failed: {} (MPI error {})", call,
                                  std::string_view(text.data(), static_cast<std::size_t>(length)), code));
}

Communicator::State::~State() {
  int ended = 0;
  MPI_Finalized(&ended);
  // Freeing is collective: while an exception passes, the other ranks may not come along.
  if (owned_ && ended == 0 && std::uncaught_exceptions() == 0) MPI_Comm_free(&comm);
}

Communicator::Communicator(std::shared_ptr<const State> state) : state_(std::move(state)) {
  check_mpi(MPI_Comm_rank(state_->comm, &rank_), "MPI_Comm_rank");
  check_mpi(MPI_Comm_size(state_->comm, &size_), "MPI_Comm_size");
}

Communicator Communicator::world() {
  return Communicator(std::make_shared<const State>(MPI_COMM_WORLD, false));
}

Communicator Communicator::self() {
  return Communicator(std::make_shared<const State>(MPI_COMM_SELF, false));
}

Communicator Communicator::split(int color, int key) const {
  EXPECTS(color >= 0);
  MPI_Comm part = MPI_COMM_NULL;
  check_mpi(MPI_Comm_split(state_->comm, color, key, &part), "MPI_Comm_split");
  return Communicator(std::make_shared<const State>(part, true));
}

Communicator Communicator::duplicate() const {
  MPI_Comm copy = MPI_COMM_NULL;
  check_mpi(MPI_Comm_dup(state_->comm, &copy), "MPI_Comm_dup");
  return Communicator(std::make_shared<const State>(copy, true));
}

void Communicator::barrier() const {
  check_mpi(MPI_Barrier(state_->comm), "MPI_Barrier");
}

}  // namespace yieldscape
