#include <gmock/gmock.h>

#include <numeric>

#include "yieldscape/core/error.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/together.hpp"

namespace yieldscape {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(Collectives, BroadcastHandsOnTheRootsValue) {
  const auto world = Communicator::world();
  const int last = world.size() - 1;
  EXPECT_EQ(broadcast(world, "rank " + std::to_string(world.rank()), last), "rank " + std::to_string(last));
  EXPECT_EQ(broadcast(world, std::string(std::size_t(world.rank()), 'x')), "");
  EXPECT_EQ(broadcast(world, world.rank() + 40, last), last + 40);
  EXPECT_EQ(broadcast(world, std::vector<double>(world.is_root() ? 3 : 0, 1.5)),
            (std::vector<double>{1.5, 1.5, 1.5}));
}

TEST(Collectives, GatherKeepsRankOrderAndLengths) {
  const auto world = Communicator::world();
  // Rank k brings k values of k.
  const auto all = gather(world, std::vector<int>(std::size_t(world.rank()), world.rank()));
  std::vector<int> expected;
  for (int rank = 0; rank < world.size(); ++rank) expected.insert(expected.end(), std::size_t(rank), rank);
  EXPECT_EQ(all, world.is_root() ? expected : std::vector<int>{});
}

TEST(Collectives, ExchangeBringsEachRankWhatTheOthersHadForIt) {
  const auto world = Communicator::world();
  // Rank i has for rank j: i + 2 j bytes of value 10 i + j.
  const auto part = [](int from, int to) {
    return std::vector<std::byte>(std::size_t(from + 2 * to), std::byte(10 * from + to));
  };
  std::vector<std::vector<std::byte>> parts;
  std::vector<std::vector<std::byte>> expected;
  for (int rank = 0; rank < world.size(); ++rank) {
    parts.push_back(part(world.rank(), rank));
    expected.push_back(part(rank, world.rank()));
  }
  EXPECT_EQ(exchange_bytes(world, std::move(parts)), expected);
}

TEST(Collectives, ScanAndReductions) {
  const auto world = Communicator::world();
  const auto rank = std::uint64_t(world.rank());
  const auto size = std::uint64_t(world.size());
  EXPECT_EQ(exclusive_scan(world, rank + 1), rank * (rank + 1) / 2);
  EXPECT_EQ(all_reduce_sum(world, rank + 1), size * (size + 1) / 2);
  EXPECT_THAT(all_reduce_sum(world, std::vector<std::uint64_t>{1, rank}),
              ElementsAre(size, size * (size - 1) / 2));
  EXPECT_EQ(all_reduce_max(world, rank), size - 1);
  EXPECT_THAT(all_reduce_max(world, std::vector<std::uint64_t>{7, rank, size - rank}),
              ElementsAre(7, size - 1, size));
  EXPECT_EQ(all_reduce_max(world, -double(rank)), 0.0);
  EXPECT_FALSE(all_reduce_or(world, false));
  EXPECT_TRUE(all_reduce_or(world, rank == size - 1));
}

TEST(Communicator, SplitByParityOrdersByKey) {
  const auto world = Communicator::world();
  const auto part = world.split(world.rank() % 2, -world.rank());
  const int members = (world.size() + 1 - world.rank() % 2) / 2;
  EXPECT_EQ(part.size(), members);
  EXPECT_EQ(part.rank(), members - 1 - world.rank() / 2);
  part.barrier();
}

TEST(Together, OneRanksErrorReachesAll) {
  const auto world = Communicator::world();
  const int culprit = world.size() - 1;
  const auto step = [&] {
    if (world.rank() == culprit) throw IoError("disk is full");
  };
  try {
    together(world, step);
    ADD_FAILURE() << "no exception on rank " << world.rank();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ExitCode::input_output);
    EXPECT_STREQ(error.what(), "disk is full");
  }
}

TEST(Together, LowestRankSpeaks) {
  const auto world = Communicator::world();
  try {
    together(world, [&] { throw std::runtime_error("rank " + std::to_string(world.rank())); });
    ADD_FAILURE() << "no exception";
  } catch (const std::exception& error) {
    EXPECT_STREQ(error.what(), "rank 0");
  }
}

TEST(Together, SilentWhenAllSucceed) {
  int calls = 0;
  together(Communicator::world(), [&] { ++calls; });
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace yieldscape
