#pragma once

// a b + c rounded once, on every path: an instruction where the path has one, otherwise error-free
// transformations, which take some thirty operations for it. Processors without the instruction are those
// from before 2013.

#include "yieldscape/core/lanes.hpp"

namespace yieldscape::YIELDSCAPE_SIMD {

template <class V>
struct SumAndError {
  V sum, error;
};

/// a + b = sum + error, exactly (Knuth).
template <class V>
YIELDSCAPE_LANES SumAndError<V> two_sum(V a, V b) {
  const V sum = a + b;
  const V b_part = sum - a;
  return {sum, (a - (sum - b_part)) + (b - b_part)};
}

/// sum + error in one number: sum if that is exact, otherwise the neighbour with an odd last bit, so that
/// another rounding to fewer bits knows that something was left over.
template <class V>
YIELDSCAPE_LANES V rounded_to_odd(SumAndError<V> s) {
  using W = typename V::Words;
  const V zero = V::splat(0.0);
  const W exact = ones_where_less_equal(s.error, zero) & ones_where_less_equal(zero, s.error);
  const W inexact = W::splat(~std::uint64_t(0)) - exact;
  const W even = (bits(s.sum) & W::splat(1)) - W::splat(1);  // all ones, or zero
  // Away from zero if the error has the sign of the sum, else towards it.
  const W against = shift_right(bits(s.sum) ^ bits(s.error), 63);
  const W step = W::splat(1) - (against + against);
  return from_bits(bits(s.sum) + (step & even & inexact));
}

/// a b + c rounded once (Boldo and Melquiond 2008), for finite numbers without overflow or underflow on the
/// way: 1e-290 < |a b| < 1e290, or a b = 0.
template <class V>
YIELDSCAPE_LANES V multiply_add_by_parts(V a, V b, V c) {
  // Halves of 26 bits (Dekker): their products are exact.
  const auto upper = [](V x) __attribute__((always_inline)) {
    const V scaled = V::splat(0x1p27 + 1) * x;
    return scaled - (scaled - x);
  };
  const V product = a * b;
  const V a_high = upper(a);
  const V b_high = upper(b);
  const V a_low = a - a_high;
  const V b_low = b - b_high;
  const V product_error = ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low;
  const SumAndError<V> s = two_sum(product, c);
  return s.sum + rounded_to_odd(two_sum(s.error, product_error));
}

YIELDSCAPE_LANES DoubleRegister multiply_add(DoubleRegister a, DoubleRegister b, DoubleRegister c) {
#if defined(__AVX512F__)
  return {_mm512_fmadd_pd(a.v, b.v, c.v)};
#elif defined(__FMA__)
  return {_mm256_fmadd_pd(a.v, b.v, c.v)};
#else
  return multiply_add_by_parts(a, b, c);
#endif
}
template <class H>
YIELDSCAPE_LANES Two<H> multiply_add(Two<H> a, Two<H> b, Two<H> c) {
  return {multiply_add(a.lo, b.lo, c.lo), multiply_add(a.hi, b.hi, c.hi)};
}

}  // namespace yieldscape::YIELDSCAPE_SIMD
