#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "yieldscape/core/simd.hpp"

namespace yieldscape {

/// XXH3 of 128 bits: names a point by its canonical text, a table by its values.
struct Hash128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;

  static constexpr std::size_t hex_digits = 32;
  /// Lower-case hexadecimal digits, high word first.
  [[nodiscard]] std::string hex() const;
  friend constexpr auto operator<=>(const Hash128&, const Hash128&) = default;
};

[[nodiscard]] Hash128 hash128(std::string_view text) noexcept;

/// XXH3 of 64 bits, unseeded: the checksum of records and files. The same on every path.
[[nodiscard]] std::uint64_t hash64(std::span<const std::byte> bytes,
                                   SimdPath path = best_simd_path()) noexcept;

/// The same of bytes that come piece by piece: value() is hash64 of all pieces joined.
class Hash64Stream {
 public:
  Hash64Stream();
  Hash64Stream(Hash64Stream&&) noexcept;
  Hash64Stream& operator=(Hash64Stream&&) noexcept;
  ~Hash64Stream();

  void add(std::span<const std::byte> bytes) noexcept;
  [[nodiscard]] std::uint64_t value() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace yieldscape
