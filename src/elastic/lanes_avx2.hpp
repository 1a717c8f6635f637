#pragma once

#include <immintrin.h>

#include <cstdint>

#include "pair_lanes_x86.hpp"

// Eight doubles in two AVX registers. See lanes_portable.hpp for what each operation means.
namespace yieldscape {
namespace {

struct Lanes {
  __m256d a;
  __m256d b;

  static Lanes load(const double* p) { return {_mm256_loadu_pd(p), _mm256_loadu_pd(p + 4)}; }
  static Lanes load(const float* p) { return load(p, p + 4); }
  static Lanes load(const float* low, const float* high) {
    return {_mm256_cvtps_pd(_mm_loadu_ps(low)), _mm256_cvtps_pd(_mm_loadu_ps(high))};
  }
  static Lanes all(double x) { return {_mm256_set1_pd(x), _mm256_set1_pd(x)}; }
  void store(double* p) const {
    _mm256_storeu_pd(p, a);
    _mm256_storeu_pd(p + 4, b);
  }

  friend Lanes operator+(Lanes x, Lanes y) { return {_mm256_add_pd(x.a, y.a), _mm256_add_pd(x.b, y.b)}; }
  friend Lanes operator-(Lanes x, Lanes y) { return {_mm256_sub_pd(x.a, y.a), _mm256_sub_pd(x.b, y.b)}; }
  friend Lanes operator*(Lanes x, Lanes y) { return {_mm256_mul_pd(x.a, y.a), _mm256_mul_pd(x.b, y.b)}; }
  friend Lanes minimum(Lanes x, Lanes y) { return {_mm256_min_pd(x.a, y.a), _mm256_min_pd(x.b, y.b)}; }
  friend std::uint32_t below(Lanes x, Lanes y) {
    return std::uint32_t(_mm256_movemask_pd(_mm256_cmp_pd(x.a, y.a, _CMP_LE_OQ))) |
           std::uint32_t(_mm256_movemask_pd(_mm256_cmp_pd(x.b, y.b, _CMP_LE_OQ))) << 4U;
  }

  friend double least(Lanes x) {
    const __m256d four = _mm256_min_pd(x.a, x.b);
    const __m128d two = _mm_min_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd(four, 1));
    return _mm_cvtsd_f64(_mm_min_sd(two, _mm_unpackhi_pd(two, two)));
  }
  friend double sum(Lanes x) {
    const __m256d four = _mm256_add_pd(x.a, x.b);
    const __m128d two = _mm_add_pd(_mm256_castpd256_pd128(four), _mm256_extractf128_pd(four, 1));
    return _mm_cvtsd_f64(_mm_add_sd(two, _mm_unpackhi_pd(two, two)));
  }
};

inline void transpose_four(__m256d& a, __m256d& b, __m256d& c, __m256d& d) {
  const __m256d ab_even = _mm256_unpacklo_pd(a, b);
  const __m256d ab_odd = _mm256_unpackhi_pd(a, b);
  const __m256d cd_even = _mm256_unpacklo_pd(c, d);
  const __m256d cd_odd = _mm256_unpackhi_pd(c, d);
  a = _mm256_permute2f128_pd(ab_even, cd_even, 0x20);
  b = _mm256_permute2f128_pd(ab_odd, cd_odd, 0x20);
  c = _mm256_permute2f128_pd(ab_even, cd_even, 0x31);
  d = _mm256_permute2f128_pd(ab_odd, cd_odd, 0x31);
}

inline void transpose(Lanes (&r)[8]) {
  transpose_four(r[0].a, r[1].a, r[2].a, r[3].a);
  transpose_four(r[4].b, r[5].b, r[6].b, r[7].b);
  transpose_four(r[0].b, r[1].b, r[2].b, r[3].b);
  transpose_four(r[4].a, r[5].a, r[6].a, r[7].a);
  for (int i = 0; i < 4; ++i) {
    const __m256d upper = r[i].b;
    r[i].b = r[i + 4].a;
    r[i + 4].a = upper;
  }
}

inline __m256i halves_exchanged(__m256i v) {
  return _mm256_or_si256(_mm256_slli_epi32(v, 16), _mm256_srli_epi32(v, 16));
}

inline Lanes gather(const double* table, PairLanes pair, PairLanes factor) {
  const __m256i place = scalar_products(pair, factor);
  return {_mm256_i32gather_pd(table, _mm256_castsi256_si128(place), 8),
          _mm256_i32gather_pd(table, _mm256_extracti128_si256(place, 1), 8)};
}

}  // namespace
}  // namespace yieldscape
