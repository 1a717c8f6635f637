#pragma once

#include <immintrin.h>

#include <cstdint>

#include "pair_lanes_x86.hpp"

// Eight doubles in one AVX-512 register. See lanes_portable.hpp for what each operation means.
namespace yieldscape {
namespace {

struct Lanes {
  __m512d v;

  static Lanes load(const double* p) { return {_mm512_loadu_pd(p)}; }
  static Lanes load(const float* p) { return {_mm512_cvtps_pd(_mm256_loadu_ps(p))}; }
  static Lanes load(const float* low, const float* high) {
    return {_mm512_cvtps_pd(
        _mm256_insertf128_ps(_mm256_castps128_ps256(_mm_loadu_ps(low)), _mm_loadu_ps(high), 1))};
  }
  static Lanes all(double x) { return {_mm512_set1_pd(x)}; }
  void store(double* p) const { _mm512_storeu_pd(p, v); }

  friend Lanes operator+(Lanes a, Lanes b) { return {_mm512_add_pd(a.v, b.v)}; }
  friend Lanes operator-(Lanes a, Lanes b) { return {_mm512_sub_pd(a.v, b.v)}; }
  friend Lanes operator*(Lanes a, Lanes b) { return {_mm512_mul_pd(a.v, b.v)}; }
  friend Lanes minimum(Lanes a, Lanes b) { return {_mm512_min_pd(a.v, b.v)}; }
  friend std::uint32_t below(Lanes a, Lanes b) { return _mm512_cmp_pd_mask(a.v, b.v, _CMP_LE_OQ); }

  friend double least(Lanes a) {
    const __m256d four = _mm256_min_pd(_mm512_castpd512_pd256(a.v), _mm512_extractf64x4_pd(a.v, 1));
    const __m128d two = _mm_min_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd(four, 1));
    return _mm_cvtsd_f64(_mm_min_sd(two, _mm_unpackhi_pd(two, two)));
  }
  friend double sum(Lanes a) {
    const __m256d four = _mm256_add_pd(_mm512_castpd512_pd256(a.v), _mm512_extractf64x4_pd(a.v, 1));
    const __m128d two = _mm_add_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd(four, 1));
    return _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)));
  }
};

inline void transpose(Lanes (&r)[8]) {
  __m512d pairs[8];  // 2 x 2 squares
  for (int i = 0; i < 8; i += 2) {
    pairs[i] = _mm512_unpacklo_pd(r[i].v, r[i + 1].v);
    pairs[i + 1] = _mm512_unpackhi_pd(r[i].v, r[i + 1].v);
  }
  __m512d fours[8];  // columns i and i + 4 of rows 0-3 (i < 4) and 4-7, 128-bit parts in order 0, 2, 1, 3
  for (int half = 0; half < 8; half += 4) {
    for (int i = 0; i < 2; ++i) {
      fours[half + i] = _mm512_shuffle_f64x2(pairs[half + i], pairs[half + 2 + i], 0x88);
      fours[half + 2 + i] = _mm512_shuffle_f64x2(pairs[half + i], pairs[half + 2 + i], 0xdd);
    }
  }
  for (int i = 0; i < 4; ++i) {
    r[i].v = _mm512_shuffle_f64x2(fours[i], fours[i + 4], 0x88);
    r[i + 4].v = _mm512_shuffle_f64x2(fours[i], fours[i + 4], 0xdd);
  }
}

inline __m256i halves_exchanged(__m256i v) {
  return _mm256_rol_epi32(v, 16);
}

inline Lanes gather(const double* table, PairLanes pair, PairLanes factor) {
  const __m256i place = scalar_products(pair, factor);
  // All lanes spelled out: the short form leaves the destination undefined, which compilers warn about.
  return {_mm512_mask_i32gather_pd(_mm512_setzero_pd(), 0xff, place, table, 8)};
}

}  // namespace
}  // namespace yieldscape
