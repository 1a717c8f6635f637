#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "yieldscape/ensemble/realization.hpp"

namespace yieldscape {

/// A realization's result as bytes: the cost first, then what (seed, point, realization) decide.
/// Little-endian, doubles bit by bit: decode(encode(x)) is x, NaN payloads included. The memory of `used`
/// serves again.
[[nodiscard]] std::vector<std::byte> encode(const RealizationResult& result,
                                            std::vector<std::byte> used = {});

/// Throws CorruptError beginning with `where` if these are not the bytes of a result. Never allocates more
/// than a small multiple of the bytes given.
[[nodiscard]] RealizationResult decode(std::span<const std::byte> bytes, std::string_view where);

/// What can be told from the first bytes, without decoding the rest.
struct EncodedSummary {
  double seconds = 0;
  std::uint32_t events = 0;        ///< avalanches in the list
  std::uint64_t records_hash = 0;  ///< XXH3 of everything but the cost: equal for every run of the same task
};
[[nodiscard]] EncodedSummary summarize(std::span<const std::byte> bytes, std::string_view where);

}  // namespace yieldscape
