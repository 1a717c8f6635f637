#pragma once

// The random numbers of random/counter.hpp and the exponential law of random/transforms.hpp for several
// counters at once, equal in every bit (see core/lanes.hpp). Their bits are for ever: results of earlier
// versions are extended, so that a shorter order of the same operations would be another law.

#include "yieldscape/core/lanes.hpp"

namespace yieldscape::YIELDSCAPE_SIMD {

template <class V>
struct UniformPairs {
  V first, second;
};

/// u = (2j + 1)/2^53, j the upper 52 bits: j becomes the fraction of a number in [1, 2).
template <class V>
YIELDSCAPE_LANES V uniform(typename V::Words word) {
  using W = typename V::Words;
  return (from_bits(shift_right(word, 12) | W::splat(0x3FF0000000000000U)) - V::splat(1.0)) +
         V::splat(0x1p-53);
}

/// Philox4x32-10 (Salmon et al., SC11), one block a lane, each of its words in the lower half of 64 bits.
template <class V>
YIELDSCAPE_LANES UniformPairs<V> philox(std::uint64_t key, typename V::Words visit, typename V::Words site,
                                        std::uint32_t realization, std::uint32_t stream) {
  using W = typename V::Words;
  W key0 = W::splat(key);
  W key1 = W::splat(key >> 32U);
  const W low = W::splat(0xffffffffU);
  const W step0 = W::splat(0x9E3779B9U);
  const W step1 = W::splat(0xBB67AE85U);
  const W multiplier0 = W::splat(0xD2511F53U);
  const W multiplier1 = W::splat(0xCD9E8D57U);
  W w0 = visit;
  W w1 = site;
  W w2 = W::splat(realization);
  W w3 = W::splat(stream);
  // The multiplication reads lower halves only, so that upper halves may hold anything on the way.
#pragma GCC unroll 10
  for (int round = 0; round < 10; ++round) {
    const W product0 = multiply_low(multiplier0, w0);
    const W product1 = multiply_low(multiplier1, w2);
    w0 = shift_right(product1, 32) ^ w1 ^ key0;
    w2 = shift_right(product0, 32) ^ w3 ^ key1;
    w1 = product1;
    w3 = product0;
    key0 = key0 + step0;
    key1 = key1 + step1;
  }
  return {uniform<V>((w0 & low) | shift_left(w1, 32)), uniform<V>((w2 & low) | shift_left(w3, 32))};
}

/// −ln u, u in (0, 1) and normal; relative error below 3e-16. u = 2^k (1 + f), 1 + f in [sqrt(1/2), sqrt(2)),
/// s = f/(2 + f): ln(1 + f) = 2 artanh(s) = f − f²/2 + s (f²/2 + s² P(s²)), where the large terms are exact.
template <class V>
YIELDSCAPE_LANES V minus_log(V u) {
  using W = typename V::Words;
  // P interpolates (2 artanh(s)/s − 2)/s² at Chebyshev nodes of s² in [0, (3 − sqrt(8))²].
  constexpr double p[] = {0x1.5555555555558p-1, 0x1.99999999952e2p-2, 0x1.2492492df14bfp-2,
                          0x1.c71c62e57c0cfp-3, 0x1.7462b4ac51915p-3, 0x1.39fe603f8739ep-3,
                          0x1.2b584c80de001p-3};
  constexpr double ln2_high = 0x1.62e42feep-1;  // 21 zero bits at the end: k ln2_high is exact
  constexpr double ln2_low = 0x1.a39ef35793c76p-33;
  constexpr std::uint64_t sqrt_half = 0x3FE6A09E00000000U;
  constexpr std::uint64_t one = 0x3FF0000000000000U;
  const W shifted = bits(u) + W::splat(one - sqrt_half);
  const V k = from_bits(shift_right(shifted, 52) | W::splat(0x4330000000000000U)) - V::splat(0x1p52 + 1023);
  const V f = from_bits((shifted & W::splat(0x000FFFFFFFFFFFFFU)) + W::splat(sqrt_half)) - V::splat(1.0);
  const V half_square = V::splat(0.5) * f * f;
  const V s = f / (V::splat(2.0) + f);
  const V z = s * s;
  const V z2 = z * z;
  const V even = V::splat(p[1]) + z2 * (V::splat(p[3]) + z2 * V::splat(p[5]));
  const V odd = V::splat(p[0]) + z2 * (V::splat(p[2]) + z2 * (V::splat(p[4]) + z2 * V::splat(p[6])));
  const V rest = z2 * even + z * odd;
  const V small = s * (half_square + rest) + k * V::splat(ln2_low);
  return V::splat(0.0) - (((small - half_square) + f) + k * V::splat(ln2_high));
}

}  // namespace yieldscape::YIELDSCAPE_SIMD
