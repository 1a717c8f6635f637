#pragma once

#include <cstdint>

#include "yieldscape/core/lattice.hpp"
#include "yieldscape/random/streams.hpp"

namespace yieldscape {

/// Two uniform numbers in (0, 1): neither 0 nor 1 ever occurs, and 1 − u is exact.
struct UniformPair {
  double first;
  double second;
};

/// The random numbers of one realization: a pure function of (key, realization, stream, site, visit), never
/// of rank, time or order. Philox4x32-10 (Salmon et al., SC11; Random123): key = the 64-bit key of the
/// parameter point, counter words = (visit, site, realization, stream). Words 0, 1 make the first number,
/// words 2, 3 the second (low word first): u = (2j + 1)/2^53, j the upper 52 bits of the 64.
class RandomNumbers {
 public:
  constexpr RandomNumbers(std::uint64_t key, std::uint32_t realization) noexcept
      : key_(key), realization_(realization) {}

  /// Cost: one Philox block, about 10 ns.
  [[nodiscard]] UniformPair operator()(Stream stream, Site site, std::uint32_t visit) const noexcept;

  [[nodiscard]] constexpr std::uint64_t key() const noexcept { return key_; }
  [[nodiscard]] constexpr std::uint32_t realization() const noexcept { return realization_; }

 private:
  std::uint64_t key_;
  std::uint32_t realization_;
};

}  // namespace yieldscape
