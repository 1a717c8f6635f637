#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "yieldscape/parallel/communicator.hpp"

// Functions that every rank of the communicator calls in the same order. Sums are of integers only: a sum of
// real numbers would depend on the number of ranks.

namespace yieldscape {

/// The root's bytes, on every rank; any length.
[[nodiscard]] std::vector<std::byte> broadcast_bytes(const Communicator& communicator,
                                                     std::vector<std::byte> bytes, int root = 0);

[[nodiscard]] std::string broadcast(const Communicator& communicator, const std::string& text, int root = 0);

template <typename T>
requires std::is_trivially_copyable_v<T>
[[nodiscard]] std::vector<T> broadcast(const Communicator& communicator, const std::vector<T>& values,
                                       int root = 0) {
  const auto view = std::as_bytes(std::span(values));
  const auto bytes = broadcast_bytes(communicator, {view.begin(), view.end()}, root);
  std::vector<T> result(bytes.size() / sizeof(T));
  if (!bytes.empty()) std::memcpy(result.data(), bytes.data(), bytes.size());
  return result;
}

template <typename T>
requires std::is_trivially_copyable_v<T>
[[nodiscard]] T broadcast(const Communicator& communicator, const T& value, int root = 0) {
  return broadcast(communicator, std::vector<T>{value}, root).front();
}

/// On the root: every rank's bytes, by rank, any lengths. Elsewhere: empty.
[[nodiscard]] std::vector<std::vector<std::byte>> gather_bytes(const Communicator& communicator,
                                                               std::span<const std::byte> bytes,
                                                               int root = 0);

/// On the root: the values of rank 0, then those of rank 1, … Elsewhere: empty.
template <typename T>
requires std::is_trivially_copyable_v<T>
[[nodiscard]] std::vector<T> gather(const Communicator& communicator, const std::vector<T>& values,
                                    int root = 0) {
  std::vector<T> result;
  for (const auto& part : gather_bytes(communicator, std::as_bytes(std::span(values)), root)) {
    const std::size_t old = result.size();
    result.resize(old + part.size() / sizeof(T));
    if (!part.empty()) std::memcpy(result.data() + old, part.data(), part.size());
  }
  return result;
}

/// `parts[k]` goes to rank k; returned: what each rank had for this one, by rank. Any lengths.
[[nodiscard]] std::vector<std::vector<std::byte>> exchange_bytes(const Communicator& communicator,
                                                                 std::vector<std::vector<std::byte>> parts);

/// Sum over the ranks below this one; 0 on rank 0.
[[nodiscard]] std::uint64_t exclusive_scan(const Communicator& communicator, std::uint64_t value);

[[nodiscard]] std::uint64_t all_reduce_sum(const Communicator& communicator, std::uint64_t value);
/// Element by element; equal lengths on every rank.
[[nodiscard]] std::vector<std::uint64_t> all_reduce_sum(const Communicator& communicator,
                                                        std::vector<std::uint64_t> values);
[[nodiscard]] std::uint64_t all_reduce_max(const Communicator& communicator, std::uint64_t value);
/// Element by element; equal lengths on every rank.
[[nodiscard]] std::vector<std::uint64_t> all_reduce_max(const Communicator& communicator,
                                                        std::vector<std::uint64_t> values);
[[nodiscard]] double all_reduce_max(const Communicator& communicator, double value);
[[nodiscard]] bool all_reduce_or(const Communicator& communicator, bool value);

}  // namespace yieldscape
