#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "yieldscape/parallel/communicator.hpp"

namespace yieldscape {

/// What a message is about; the meaning of the numbers (0 … 32767) is the caller's.
enum class Tag : int {};

struct Message {
  int source = 0;
  Tag tag{};
  std::vector<std::byte> bytes;
};

/// Which messages a receiver takes; empty: any.
struct MessageFilter {
  std::optional<int> source = std::nullopt;
  std::optional<Tag> tag = std::nullopt;
};

/// A message under way that owns its bytes, so that the sender can go on computing. It must be done (test()
/// true, or wait() called) before it is destroyed, unless an exception is passing; then it is abandoned.
class PendingSend {
 public:
  struct State;
  explicit PendingSend(std::unique_ptr<State> state);
  PendingSend(PendingSend&&) noexcept;
  PendingSend& operator=(PendingSend&&) noexcept;
  ~PendingSend();

  /// True once the bytes have left; never blocks, and gives the library a chance to make progress.
  [[nodiscard]] bool test();
  void wait();

 private:
  std::unique_ptr<State> state_;
};

/// Sends and returns when the bytes have left; a large message leaves only when its receiver takes it.
/// Messages of one pair of ranks arrive in the order in which they were sent. At most 2^31 − 1 bytes.
void send(const Communicator& communicator, int destination, Tag tag, std::span<const std::byte> bytes);

/// The same without waiting.
[[nodiscard]] PendingSend post(const Communicator& communicator, int destination, Tag tag,
                               std::vector<std::byte> bytes);

/// Waits for a message. The library spins meanwhile.
[[nodiscard]] Message receive(const Communicator& communicator, MessageFilter filter = {});

/// Takes a message if one is there; never blocks.
[[nodiscard]] std::optional<Message> try_receive(const Communicator& communicator, MessageFilter filter = {});

}  // namespace yieldscape
