#include "yieldscape/parallel/messages.hpp"

#include <exception>
#include <limits>
#include <utility>

#include "yieldscape/core/contracts.hpp"
#include "yieldscape/parallel/native.hpp"

namespace yieldscape {

namespace {

int checked_length(std::size_t bytes) {
  EXPECTS(bytes <= std::size_t(std::numeric_limits<int>::max()));
  return int(bytes);
}

int source_of(const MessageFilter& filter) {
  return filter.source.value_or(MPI_ANY_SOURCE);
}
int tag_of(const MessageFilter& filter) {
  return filter.tag ? int(*filter.tag) : MPI_ANY_TAG;
}

Message take(MPI_Message handle, MPI_Status status) {
  int length = 0;
  check_mpi(MPI_Get_count(&status, MPI_BYTE, &length), "MPI_Get_count");
  Message message{status.MPI_SOURCE, Tag(status.MPI_TAG), std::vector<std::byte>(std::size_t(length))};
  check_mpi(MPI_Mrecv(message.bytes.data(), length, MPI_BYTE, &handle, &status), "MPI_Mrecv");
  return message;
}

}  // namespace

struct PendingSend::State {
  std::vector<std::byte> bytes;
  MPI_Request request = MPI_REQUEST_NULL;
};

PendingSend::PendingSend(std::unique_ptr<State> state) : state_(std::move(state)) {}
PendingSend::PendingSend(PendingSend&&) noexcept = default;

PendingSend& PendingSend::operator=(PendingSend&& other) noexcept {
  std::swap(state_, other.state_);
  return *this;
}

PendingSend::~PendingSend() {
  if (!state_ || state_->request == MPI_REQUEST_NULL) return;
  EXPECTS(std::uncaught_exceptions() > 0);
  // The library may still read the bytes; the job is about to end, so they are left to it.
  static_cast<void>(state_.release());
}

bool PendingSend::test() {
  int done = 0;
  check_mpi(MPI_Test(&state_->request, &done, MPI_STATUS_IGNORE), "MPI_Test");
  return done != 0;
}

void PendingSend::wait() {
  check_mpi(MPI_Wait(&state_->request, MPI_STATUS_IGNORE), "MPI_Wait");
}

void send(const Communicator& communicator, int destination, Tag tag, std::span<const std::byte> bytes) {
  check_mpi(MPI_Send(bytes.data(), checked_length(bytes.size()), MPI_BYTE, destination, int(tag),
                     native(communicator)),
            "MPI_Send");
}

PendingSend post(const Communicator& communicator, int destination, Tag tag, std::vector<std::byte> bytes) {
  auto state = std::make_unique<PendingSend::State>();
  state->bytes = std::move(bytes);
  check_mpi(MPI_Isend(state->bytes.data(), checked_length(state->bytes.size()), MPI_BYTE, destination,
                      int(tag), native(communicator), &state->request),
            "MPI_Isend");
  return PendingSend(std::move(state));
}

Message receive(const Communicator& communicator, MessageFilter filter) {
  MPI_Message handle = MPI_MESSAGE_NULL;
  MPI_Status status;
  check_mpi(MPI_Mprobe(source_of(filter), tag_of(filter), native(communicator), &handle, &status),
            "MPI_Mprobe");
  return take(handle, status);
}

std::optional<Message> try_receive(const Communicator& communicator, MessageFilter filter) {
  MPI_Message handle = MPI_MESSAGE_NULL;
  MPI_Status status;
  int found = 0;
  check_mpi(MPI_Improbe(source_of(filter), tag_of(filter), native(communicator), &found, &handle, &status),
            "MPI_Improbe");
  if (found == 0) return std::nullopt;
  return take(handle, status);
}

}  // namespace yieldscape
