#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace yieldscape {

/// Numbers in memory: `count` runs of `length` doubles, `stride` apart.
struct DoubleRuns {
  double* first;
  std::int64_t count;
  std::int64_t length;
  std::int64_t stride;
};

/// The engines that keep the parts of one lattice, as each of them sees the others. Every call is made by all
/// of them in the same order. If one of them cannot go on, the next call of all others throws.
class Partners {
 public:
  Partners() = default;
  Partners(const Partners&) = delete;
  Partners& operator=(const Partners&) = delete;
  virtual ~Partners() = default;

  [[nodiscard]] virtual int rank() const noexcept = 0;
  [[nodiscard]] virtual int size() const noexcept = 0;

  /// The most bytes of one part in the first kind of gathering.
  static constexpr std::size_t most_bytes = 448;

  /// The same number of bytes from everyone; `all` is theirs, by rank.
  virtual void all_gather(std::span<const std::byte> own, std::span<std::byte> all) = 0;

  /// The same, `lengths` bytes by rank.
  virtual void all_gather(std::span<const std::byte> own, std::span<const int> lengths,
                          std::span<std::byte> all) = 0;

  /// Sends send[r] to rank r and fills receive[r] from it.
  virtual void exchange(std::span<const DoubleRuns> send, std::span<const DoubleRuns> receive) = 0;
};

/// What of `total` things in a row belongs to a rank: first … first + count − 1.
struct BlockShare {
  std::int32_t first;
  std::int32_t count;
};
[[nodiscard]] constexpr BlockShare share_of(std::int32_t total, int rank, int size) noexcept {
  const auto first_of = [&](std::int64_t r) { return std::int32_t(total * r / size); };
  return {.first = first_of(rank), .count = first_of(rank + 1) - first_of(rank)};
}

}  // namespace yieldscape
