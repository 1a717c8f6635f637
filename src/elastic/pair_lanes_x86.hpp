#pragma once

#include <immintrin.h>

#include <cstdint>

#include "site_pair.hpp"

// Eight pairs of 16-bit numbers in one AVX2 register. See lanes_portable.hpp for what each operation means.
namespace yieldscape {
namespace {

/// The halves of each 32 bits; the instruction set has its way of doing it.
inline __m256i halves_exchanged(__m256i v);

struct PairLanes {
  __m256i v;

  static PairLanes load(const SitePair* p) {
    return {_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p))};
  }
  static PairLanes all(SitePair pair) {
    std::int32_t bits;
    __builtin_memcpy(&bits, &pair, sizeof bits);
    return {_mm256_set1_epi32(bits)};
  }

  friend PairLanes operator-(PairLanes a, PairLanes b) { return {_mm256_sub_epi16(a.v, b.v)}; }
  friend PairLanes minimum(PairLanes a, PairLanes b) { return {_mm256_min_epi16(a.v, b.v)}; }
  friend PairLanes magnitude(PairLanes a) { return {_mm256_abs_epi16(a.v)}; }
  friend PairLanes plus_if_negative(PairLanes a, PairLanes b) {
    return {_mm256_add_epi16(a.v, _mm256_and_si256(_mm256_srai_epi16(a.v, 15), b.v))};
  }
  friend PairLanes larger_first(PairLanes a) {
    const __m256i exchanged = halves_exchanged(a.v);
    return {_mm256_blend_epi16(_mm256_max_epi16(a.v, exchanged), _mm256_min_epi16(a.v, exchanged), 0xaa)};
  }
  friend __m256i scalar_products(PairLanes a, PairLanes b) { return _mm256_madd_epi16(a.v, b.v); }
};

}  // namespace
}  // namespace yieldscape
