#include <gmock/gmock.h>

#include <algorithm>

#include "yieldscape/parallel/messages.hpp"

namespace yieldscape {
namespace {

std::vector<std::byte> pattern(int seed, std::size_t length) {
  std::vector<std::byte> bytes(length);
  for (std::size_t i = 0; i < length; ++i) bytes[i] = std::byte(std::size_t(seed) * 31 + i * 7);
  return bytes;
}

// Longer than any eager limit, so that the rendezvous path is taken too.
constexpr std::size_t large = std::size_t(1) << 20;

TEST(Messages, RootReceivesFromEveryRankInAnyOrder) {
  const auto world = Communicator::world().duplicate();
  if (!world.is_root()) {
    send(world, 0, Tag{3}, pattern(world.rank(), 5));
    send(world, 0, Tag{4}, pattern(world.rank(), large));
    return;
  }
  std::vector<int> seen(std::size_t(world.size()), 0);
  for (int i = 0; i < 2 * (world.size() - 1); ++i) {
    const Message message = receive(world);
    const int order = seen[std::size_t(message.source)]++;
    EXPECT_EQ(int(message.tag), 3 + order);
    EXPECT_EQ(message.bytes, pattern(message.source, order == 0 ? 5 : large));
  }
  EXPECT_FALSE(try_receive(world));
}

TEST(Messages, FilterLeavesOtherMessagesWaiting) {
  const auto world = Communicator::world().duplicate();
  if (world.size() < 2) {
    EXPECT_FALSE(try_receive(world, {0, Tag{1}}));
    return;
  }
  if (world.rank() == 1) {
    send(world, 0, Tag{1}, pattern(1, 4));
    send(world, 0, Tag{2}, pattern(2, 4));
  }
  if (world.is_root()) {
    EXPECT_EQ(receive(world, {1, Tag{2}}).bytes, pattern(2, 4));
    EXPECT_FALSE(try_receive(world, {std::nullopt, Tag{9}}));
    EXPECT_EQ(receive(world, {.tag = Tag{1}}).bytes, pattern(1, 4));
  }
}

TEST(Messages, EmptyMessageArrives) {
  const auto world = Communicator::world().duplicate();
  const int next = (world.rank() + 1) % world.size();
  auto pending = post(world, next, Tag{7}, {});
  const Message message = receive(world);
  pending.wait();
  EXPECT_TRUE(message.bytes.empty());
  EXPECT_EQ(message.tag, Tag{7});
}

TEST(Messages, PostedMessagesInARingDoNotBlock) {
  const auto world = Communicator::world().duplicate();
  const int next = (world.rank() + 1) % world.size();
  auto pending = post(world, next, Tag{0}, pattern(world.rank(), large));
  std::optional<Message> message;
  while (!message) message = try_receive(world);
  while (!pending.test()) {
  }
  const int previous = (world.rank() + world.size() - 1) % world.size();
  EXPECT_EQ(message->source, previous);
  EXPECT_EQ(message->bytes, pattern(previous, large));
}

}  // namespace
}  // namespace yieldscape
