#include "yieldscape/parallel/collectives.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "yieldscape/core/contracts.hpp"
#include "yieldscape/parallel/native.hpp"

namespace yieldscape {

namespace {

/// MPI counts are int; longer arrays go in pieces of this many bytes.
constexpr std::size_t piece_bytes = std::size_t(1) << 30;
/// Apart from the tags of messages, which are small.
constexpr int exchange_tag = 32000;

template <typename T>
T reduce(const Communicator& communicator, T value, MPI_Datatype type, MPI_Op operation) {
  T result{};
  check_mpi(MPI_Allreduce(&value, &result, 1, type, operation, native(communicator)), "MPI_Allreduce");
  return result;
}

std::vector<std::uint64_t> reduce(const Communicator& communicator, std::vector<std::uint64_t> values,
                                  MPI_Op operation) {
  constexpr std::size_t piece = piece_bytes / sizeof(std::uint64_t);
  for (std::size_t begin = 0; begin < values.size(); begin += piece) {
    const int count = int(std::min(piece, values.size() - begin));
    check_mpi(MPI_Allreduce(MPI_IN_PLACE, values.data() + begin, count, MPI_UINT64_T, operation,
                            native(communicator)),
              "MPI_Allreduce");
  }
  return values;
}

}  // namespace

std::vector<std::byte> broadcast_bytes(const Communicator& communicator, std::vector<std::byte> bytes,
                                       int root) {
  std::uint64_t length = bytes.size();
  check_mpi(MPI_Bcast(&length, 1, MPI_UINT64_T, root, native(communicator)), "MPI_Bcast");
  bytes.resize(length);
  for (std::size_t begin = 0; begin < length; begin += piece_bytes) {
    const int count = int(std::min<std::size_t>(piece_bytes, length - begin));
    check_mpi(MPI_Bcast(bytes.data() + begin, count, MPI_BYTE, root, native(communicator)), "MPI_Bcast");
  }
  return bytes;
}

std::string broadcast(const Communicator& communicator, const std::string& text, int root) {
  const auto bytes = broadcast(communicator, std::vector<char>(text.begin(), text.end()), root);
  return {bytes.begin(), bytes.end()};
}

std::vector<std::vector<std::byte>> gather_bytes(const Communicator& communicator,
                                                 std::span<const std::byte> bytes, int root) {
  const auto ranks = std::size_t(communicator.size());
  const bool is_root = communicator.rank() == root;
  const std::uint64_t length = bytes.size();
  std::vector<std::uint64_t> lengths(is_root ? ranks : 0);
  check_mpi(MPI_Gather(&length, 1, MPI_UINT64_T, lengths.data(), 1, MPI_UINT64_T, root, native(communicator)),
            "MPI_Gather");

  std::vector<std::vector<std::byte>> parts(lengths.size());
  for (std::size_t rank = 0; rank < parts.size(); ++rank) parts[rank].reserve(lengths[rank]);

  // Rounds of at most one piece over all ranks, since displacements are int as well.
  const std::size_t share = std::max<std::size_t>(1, piece_bytes / ranks);
  const std::uint64_t longest = all_reduce_max(communicator, length);
  std::vector<int> counts(parts.size());
  std::vector<int> offsets(parts.size());
  std::vector<std::byte> buffer;
  for (std::size_t begin = 0; begin < longest; begin += share) {
    const auto piece = [&](std::uint64_t total) {
      return begin < total ? int(std::min<std::uint64_t>(share, total - begin)) : 0;
    };
    std::transform(lengths.begin(), lengths.end(), counts.begin(), piece);
    std::exclusive_scan(counts.begin(), counts.end(), offsets.begin(), 0);
    if (is_root) buffer.resize(std::size_t(offsets.back()) + std::size_t(counts.back()));
    check_mpi(MPI_Gatherv(begin < length ? bytes.data() + begin : nullptr, piece(length), MPI_BYTE,
                          buffer.data(), counts.data(), offsets.data(), MPI_BYTE, root, native(communicator)),
              "MPI_Gatherv");
    for (std::size_t rank = 0; rank < parts.size(); ++rank) {
      const auto first = buffer.begin() + offsets[rank];
      parts[rank].insert(parts[rank].end(), first, first + counts[rank]);
    }
  }
  return parts;
}

std::vector<std::vector<std::byte>> exchange_bytes(const Communicator& communicator,
                                                   std::vector<std::vector<std::byte>> parts) {
  const auto ranks = std::size_t(communicator.size());
  EXPECTS(parts.size() == ranks);
  std::vector<std::uint64_t> mine;
  for (const auto& part : parts) mine.push_back(part.size());
  std::vector<std::uint64_t> theirs(ranks);
  check_mpi(MPI_Alltoall(mine.data(), 1, MPI_UINT64_T, theirs.data(), 1, MPI_UINT64_T, native(communicator)),
            "MPI_Alltoall");
  std::vector<std::vector<std::byte>> received(ranks);
  // One partner at a time, rank + d and rank - d: no buffer beside the parts themselves.
  const auto rank = std::size_t(communicator.rank());
  for (std::size_t distance = 0; distance < ranks; ++distance) {
    const std::size_t to = (rank + distance) % ranks;
    const std::size_t from = (rank + ranks - distance) % ranks;
    if (distance == 0) {
      received[rank] = std::move(parts[rank]);
      continue;
    }
    received[from].resize(theirs[from]);
    std::vector<MPI_Request> requests;
    const auto for_pieces = [&](std::vector<std::byte>& bytes, const auto& transfer) {
      for (std::size_t begin = 0; begin < bytes.size(); begin += piece_bytes) {
        requests.push_back(MPI_REQUEST_NULL);
        transfer(bytes.data() + begin, int(std::min(piece_bytes, bytes.size() - begin)));
      }
    };
    for_pieces(received[from], [&](std::byte* bytes, int count) {
      check_mpi(
          MPI_Irecv(bytes, count, MPI_BYTE, int(from), exchange_tag, native(communicator), &requests.back()),
          "MPI_Irecv");
    });
    for_pieces(parts[to], [&](const std::byte* bytes, int count) {
      check_mpi(
          MPI_Isend(bytes, count, MPI_BYTE, int(to), exchange_tag, native(communicator), &requests.back()),
          "MPI_Isend");
    });
    check_mpi(MPI_Waitall(int(requests.size()), requests.data(), MPI_STATUSES_IGNORE), "MPI_Waitall");
    std::vector<std::byte>().swap(parts[to]);
  }
  return received;
}

std::uint64_t exclusive_scan(const Communicator& communicator, std::uint64_t value) {
  std::uint64_t result = 0;
  check_mpi(MPI_Exscan(&value, &result, 1, MPI_UINT64_T, MPI_SUM, native(communicator)), "MPI_Exscan");
  return communicator.rank() == 0 ? 0 : result;  // rank 0's is undefined by the standard
}

std::uint64_t all_reduce_sum(const Communicator& communicator, std::uint64_t value) {
  return reduce(communicator, value, MPI_UINT64_T, MPI_SUM);
}

std::vector<std::uint64_t> all_reduce_sum(const Communicator& communicator,
                                          std::vector<std::uint64_t> values) {
  return reduce(communicator, std::move(values), MPI_SUM);
}

std::uint64_t all_reduce_max(const Communicator& communicator, std::uint64_t value) {
  return reduce(communicator, value, MPI_UINT64_T, MPI_MAX);
}

std::vector<std::uint64_t> all_reduce_max(const Communicator& communicator,
                                          std::vector<std::uint64_t> values) {
  return reduce(communicator, std::move(values), MPI_MAX);
}

double all_reduce_max(const Communicator& communicator, double value) {
  return reduce(communicator, value, MPI_DOUBLE, MPI_MAX);
}

bool all_reduce_or(const Communicator& communicator, bool value) {
  return reduce(communicator, value ? 1 : 0, MPI_INT, MPI_LOR) != 0;
}

}  // namespace yieldscape
