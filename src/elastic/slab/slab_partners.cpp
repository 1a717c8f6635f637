#include "slab_partners.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

#include "yieldscape/core/contracts.hpp"
#include "yieldscape/elastic/slab_engine.hpp"
#include "yieldscape/parallel/native.hpp"

namespace yieldscape {
namespace {

/// The runs as one MPI datatype.
class RunsType {
 public:
  explicit RunsType(const DoubleRuns& runs) {
    check_mpi(MPI_Type_vector(int(runs.count), int(runs.length), int(runs.stride), MPI_DOUBLE, &type_),
              "MPI_Type_vector");
    check_mpi(MPI_Type_commit(&type_), "MPI_Type_commit");
  }
  ~RunsType() { MPI_Type_free(&type_); }
  RunsType(const RunsType&) = delete;
  RunsType& operator=(const RunsType&) = delete;
  [[nodiscard]] MPI_Datatype type() const noexcept { return type_; }

 private:
  MPI_Datatype type_ = MPI_DATATYPE_NULL;
};

bool is_empty(const DoubleRuns& runs) noexcept {
  return runs.count == 0 || runs.length == 0;
}

constexpr int exchange_tag = 1;

template <class Frame>
std::string text_of(const Frame& frame) {
  return reinterpret_cast<const char*>(frame.content);
}

}  // namespace

SlabPartners::SlabPartners(Communicator group)
    : group_(std::move(group)), frames_(std::size_t(group_.size())) {}

void SlabPartners::gather_frames(const Frame& own) {
  check_mpi(MPI_Allgather(&own, int(sizeof own), MPI_BYTE, frames_.data(), int(sizeof own), MPI_BYTE,
                          native(group_)),
            "MPI_Allgather");
}

const SlabPartners::Frame* SlabPartners::first_failed() const {
  const auto found = std::ranges::find_if(frames_, [](const Frame& frame) { return frame.failed != 0; });
  return found == frames_.end() ? nullptr : &*found;
}

void SlabPartners::all_gather(std::span<const std::byte> own, std::span<std::byte> all) {
  EXPECTS(own.size() <= most_bytes && all.size() == own.size() * std::size_t(size()));
  Frame frame{};
  std::ranges::copy(own, frame.content);
  gather_frames(frame);
  if (const Frame* failed = first_failed()) throw PartnerFailure(text_of(*failed));
  auto to = all.begin();
  for (const Frame& part : frames_) to = std::copy_n(part.content, own.size(), to);
}

void SlabPartners::check() {
  all_gather({}, {});
}

std::string SlabPartners::fail(const std::string& why) {
  Frame frame{.failed = 1, .content = {}};
  std::memcpy(frame.content, why.data(), std::min(why.size(), most_bytes - 1));
  gather_frames(frame);
  return text_of(*first_failed());
}

void SlabPartners::all_gather(std::span<const std::byte> own, std::span<const int> lengths,
                              std::span<std::byte> all) {
  check();
  std::vector<int> offsets(lengths.size());
  std::exclusive_scan(lengths.begin(), lengths.end(), offsets.begin(), 0);
  check_mpi(MPI_Allgatherv(own.data(), int(own.size()), MPI_BYTE, all.data(), lengths.data(), offsets.data(),
                           MPI_BYTE, native(group_)),
            "MPI_Allgatherv");
}

void SlabPartners::exchange(std::span<const DoubleRuns> send, std::span<const DoubleRuns> receive) {
  check();
  std::vector<MPI_Request> requests;
  for (int step = 1; step < size(); ++step) {
    const int from = (rank() - step + size()) % size();
    const DoubleRuns& runs = receive[std::size_t(from)];
    if (is_empty(runs)) continue;
    const RunsType type(runs);
    check_mpi(
        MPI_Irecv(runs.first, 1, type.type(), from, exchange_tag, native(group_), &requests.emplace_back()),
        "MPI_Irecv");
  }
  for (int step = 1; step < size(); ++step) {
    const int to = (rank() + step) % size();
    const DoubleRuns& runs = send[std::size_t(to)];
    if (is_empty(runs)) continue;
    const RunsType type(runs);
    check_mpi(
        MPI_Isend(runs.first, 1, type.type(), to, exchange_tag, native(group_), &requests.emplace_back()),
        "MPI_Isend");
  }
  const DoubleRuns& mine = send[std::size_t(rank())];
  const DoubleRuns& target = receive[std::size_t(rank())];
  for (std::int64_t i = 0; i < mine.count; ++i) {
    std::copy_n(mine.first + i * mine.stride, mine.length, target.first + i * target.stride);
  }
  check_mpi(MPI_Waitall(int(requests.size()), requests.data(), MPI_STATUSES_IGNORE), "MPI_Waitall");
}

}  // namespace yieldscape
