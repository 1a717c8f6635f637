#pragma once

// Eight doubles, or eight 64-bit words, as one value: one register of AVX-512, two of AVX2, four of SSE2.
// A kernel is written once with them and compiled once for each path (CMake: yieldscape_simd_kernels), with
// YIELDSCAPE_SIMD the name of the path, which is also the namespace of everything here. Such a source calls
// nothing outside itself: a function compiled for another path would cost several times its work when the
// upper register halves are in use, and an inline one could be linked into code for processors without them.
// Other sources get the baseline path.
//
// `Single` is the same interface with one lane: templates over both give the scalar function and the wide
// one with equal bits.

#include <immintrin.h>

#include <bit>
#include <cstdint>

#ifndef YIELDSCAPE_SIMD
#define YIELDSCAPE_SIMD baseline
#endif

#define YIELDSCAPE_LANES static inline __attribute__((always_inline))

namespace yieldscape::YIELDSCAPE_SIMD {

// ---------------------------------------------------------------- one lane
struct SingleWord {
  static constexpr int lanes = 1;
  std::uint64_t v;
  YIELDSCAPE_LANES SingleWord splat(std::uint64_t a) { return {a}; }
  YIELDSCAPE_LANES SingleWord count_from(std::uint64_t a) { return {a}; }
};
struct Single {
  static constexpr int lanes = 1;
  using Words = SingleWord;
  double v;
  YIELDSCAPE_LANES Single splat(double a) { return {a}; }
  YIELDSCAPE_LANES Single load(const double* p) { return {*p}; }
};
YIELDSCAPE_LANES void store(double* p, Single a) {
  *p = a.v;
}
YIELDSCAPE_LANES Single operator+(Single a, Single b) {
  return {a.v + b.v};
}
YIELDSCAPE_LANES Single operator-(Single a, Single b) {
  return {a.v - b.v};
}
YIELDSCAPE_LANES Single operator*(Single a, Single b) {
  return {a.v * b.v};
}
YIELDSCAPE_LANES Single operator/(Single a, Single b) {
  return {a.v / b.v};
}
YIELDSCAPE_LANES Single min(Single a, Single b) {
  return {a.v < b.v ? a.v : b.v};
}
YIELDSCAPE_LANES Single max(Single a, Single b) {
  return {a.v > b.v ? a.v : b.v};
}
YIELDSCAPE_LANES SingleWord ones_where_less_equal(Single a, Single b) {
  return {a.v <= b.v ? ~std::uint64_t(0) : 0};
}
YIELDSCAPE_LANES SingleWord operator+(SingleWord a, SingleWord b) {
  return {a.v + b.v};
}
YIELDSCAPE_LANES SingleWord operator-(SingleWord a, SingleWord b) {
  return {a.v - b.v};
}
YIELDSCAPE_LANES SingleWord operator&(SingleWord a, SingleWord b) {
  return {a.v & b.v};
}
YIELDSCAPE_LANES SingleWord operator|(SingleWord a, SingleWord b) {
  return {a.v | b.v};
}
YIELDSCAPE_LANES SingleWord operator^(SingleWord a, SingleWord b) {
  return {a.v ^ b.v};
}
YIELDSCAPE_LANES SingleWord multiply_low(SingleWord a, SingleWord b) {
  return {(a.v & 0xffffffffU) * (b.v & 0xffffffffU)};
}
YIELDSCAPE_LANES SingleWord shift_right(SingleWord a, int n) {
  return {a.v >> n};
}
YIELDSCAPE_LANES SingleWord shift_left(SingleWord a, int n) {
  return {a.v << n};
}
YIELDSCAPE_LANES SingleWord bits(Single a) {
  return {std::bit_cast<std::uint64_t>(a.v)};
}
YIELDSCAPE_LANES Single from_bits(SingleWord a) {
  return {std::bit_cast<double>(a.v)};
}
YIELDSCAPE_LANES Single gather(const double* base, SingleWord i) {
  return {base[i.v]};
}
YIELDSCAPE_LANES SingleWord gather(const std::uint64_t* base, SingleWord i) {
  return {base[i.v]};
}

// ---------------------------------------------------------------- one register
#if defined(__AVX512F__)
#define YIELDSCAPE_OF(name) _mm512_##name
#define YIELDSCAPE_BITWISE(name) _mm512_##name##_si512
using NativeDoubles = __m512d;
using NativeWords = __m512i;
#elif defined(__AVX2__)
#define YIELDSCAPE_OF(name) _mm256_##name
#define YIELDSCAPE_BITWISE(name) _mm256_##name##_si256
using NativeDoubles = __m256d;
using NativeWords = __m256i;
#else
#define YIELDSCAPE_OF(name) _mm_##name
#define YIELDSCAPE_BITWISE(name) _mm_##name##_si128
using NativeDoubles = __m128d;
using NativeWords = __m128i;
#endif

struct WordRegister {
  static constexpr int lanes = sizeof(NativeWords) / 8;
  NativeWords v;
  YIELDSCAPE_LANES WordRegister splat(std::uint64_t a);
  YIELDSCAPE_LANES WordRegister count_from(std::uint64_t a);
};
struct DoubleRegister {
  static constexpr int lanes = sizeof(NativeDoubles) / 8;
  using Words = WordRegister;
  NativeDoubles v;
  YIELDSCAPE_LANES DoubleRegister splat(double a) { return {YIELDSCAPE_OF(set1_pd)(a)}; }
  YIELDSCAPE_LANES DoubleRegister load(const double* p) { return {YIELDSCAPE_OF(loadu_pd)(p)}; }
};
YIELDSCAPE_LANES void store(double* p, DoubleRegister a) {
  YIELDSCAPE_OF(storeu_pd)(p, a.v);
}
YIELDSCAPE_LANES DoubleRegister operator+(DoubleRegister a, DoubleRegister b) {
  return {YIELDSCAPE_OF(add_pd)(a.v, b.v)};
}
YIELDSCAPE_LANES DoubleRegister operator-(DoubleRegister a, DoubleRegister b) {
  return {YIELDSCAPE_OF(sub_pd)(a.v, b.v)};
}
YIELDSCAPE_LANES DoubleRegister operator*(DoubleRegister a, DoubleRegister b) {
  return {YIELDSCAPE_OF(mul_pd)(a.v, b.v)};
}
YIELDSCAPE_LANES DoubleRegister operator/(DoubleRegister a, DoubleRegister b) {
  return {YIELDSCAPE_OF(div_pd)(a.v, b.v)};
}
YIELDSCAPE_LANES DoubleRegister min(DoubleRegister a, DoubleRegister b) {
  return {YIELDSCAPE_OF(min_pd)(a.v, b.v)};
}
YIELDSCAPE_LANES DoubleRegister max(DoubleRegister a, DoubleRegister b) {
  return {YIELDSCAPE_OF(max_pd)(a.v, b.v)};
}
YIELDSCAPE_LANES WordRegister operator+(WordRegister a, WordRegister b) {
  return {YIELDSCAPE_OF(add_epi64)(a.v, b.v)};
}
YIELDSCAPE_LANES WordRegister operator-(WordRegister a, WordRegister b) {
  return {YIELDSCAPE_OF(sub_epi64)(a.v, b.v)};
}
YIELDSCAPE_LANES WordRegister operator&(WordRegister a, WordRegister b) {
  return {YIELDSCAPE_BITWISE(and)(a.v, b.v)};
}
YIELDSCAPE_LANES WordRegister operator|(WordRegister a, WordRegister b) {
  return {YIELDSCAPE_BITWISE(or)(a.v, b.v)};
}
YIELDSCAPE_LANES WordRegister operator^(WordRegister a, WordRegister b) {
  return {YIELDSCAPE_BITWISE(xor)(a.v, b.v)};
}
/// The 64-bit products of the lower 32 bits of each word.
YIELDSCAPE_LANES WordRegister multiply_low(WordRegister a, WordRegister b) {
  return {YIELDSCAPE_OF(mul_epu32)(a.v, b.v)};
}
YIELDSCAPE_LANES WordRegister shift_right(WordRegister a, int n) {
  return {YIELDSCAPE_OF(srli_epi64)(a.v, n)};
}
YIELDSCAPE_LANES WordRegister shift_left(WordRegister a, int n) {
  return {YIELDSCAPE_OF(slli_epi64)(a.v, n)};
}

#if defined(__AVX512F__)
WordRegister WordRegister::splat(std::uint64_t a) {
  return {_mm512_set1_epi64((long long)a)};
}
WordRegister WordRegister::count_from(std::uint64_t a) {
  return splat(a) + WordRegister{_mm512_setr_epi64(0, 1, 2, 3, 4, 5, 6, 7)};
}
YIELDSCAPE_LANES WordRegister bits(DoubleRegister a) {
  return {_mm512_castpd_si512(a.v)};
}
YIELDSCAPE_LANES DoubleRegister from_bits(WordRegister a) {
  return {_mm512_castsi512_pd(a.v)};
}
/// Bit i: lane i of a <= lane i of b.
YIELDSCAPE_LANES unsigned mask_less_equal(DoubleRegister a, DoubleRegister b) {
  return _mm512_cmp_pd_mask(a.v, b.v, _CMP_LE_OQ);
}
YIELDSCAPE_LANES WordRegister ones_where_less_equal(DoubleRegister a, DoubleRegister b) {
  return {_mm512_movm_epi64(_mm512_cmp_pd_mask(a.v, b.v, _CMP_LE_OQ))};
}
YIELDSCAPE_LANES double least(DoubleRegister a) {
  return _mm512_reduce_min_pd(a.v);
}
YIELDSCAPE_LANES DoubleRegister gather(const double* base, WordRegister i) {
  return {_mm512_i64gather_pd(i.v, base, 8)};
}
YIELDSCAPE_LANES WordRegister gather(const std::uint64_t* base, WordRegister i) {
  return {_mm512_i64gather_epi64(i.v, base, 8)};
}
#else
#if defined(__AVX2__)
WordRegister WordRegister::splat(std::uint64_t a) {
  return {_mm256_set1_epi64x((long long)a)};
}
WordRegister WordRegister::count_from(std::uint64_t a) {
  return splat(a) + WordRegister{_mm256_setr_epi64x(0, 1, 2, 3)};
}
YIELDSCAPE_LANES WordRegister bits(DoubleRegister a) {
  return {_mm256_castpd_si256(a.v)};
}
YIELDSCAPE_LANES DoubleRegister from_bits(WordRegister a) {
  return {_mm256_castsi256_pd(a.v)};
}
YIELDSCAPE_LANES WordRegister ones_where_less_equal(DoubleRegister a, DoubleRegister b) {
  return {_mm256_castpd_si256(_mm256_cmp_pd(a.v, b.v, _CMP_LE_OQ))};
}
YIELDSCAPE_LANES double least(DoubleRegister a) {
  const __m128d half = _mm_min_pd(_mm256_castpd256_pd128(a.v), _mm256_extractf128_pd(a.v, 1));
  return _mm_cvtsd_f64(_mm_min_pd(half, _mm_unpackhi_pd(half, half)));
}
YIELDSCAPE_LANES DoubleRegister gather(const double* base, WordRegister i) {
  alignas(32) std::uint64_t k[4];
  _mm256_store_si256(reinterpret_cast<__m256i*>(k), i.v);
  return {_mm256_setr_pd(base[k[0]], base[k[1]], base[k[2]], base[k[3]])};
}
#else
WordRegister WordRegister::splat(std::uint64_t a) {
  return {_mm_set1_epi64x((long long)a)};
}
WordRegister WordRegister::count_from(std::uint64_t a) {
  return splat(a) + WordRegister{_mm_set_epi64x(1, 0)};
}
YIELDSCAPE_LANES WordRegister bits(DoubleRegister a) {
  return {_mm_castpd_si128(a.v)};
}
YIELDSCAPE_LANES DoubleRegister from_bits(WordRegister a) {
  return {_mm_castsi128_pd(a.v)};
}
YIELDSCAPE_LANES WordRegister ones_where_less_equal(DoubleRegister a, DoubleRegister b) {
  return {_mm_castpd_si128(_mm_cmple_pd(a.v, b.v))};
}
YIELDSCAPE_LANES double least(DoubleRegister a) {
  return _mm_cvtsd_f64(_mm_min_pd(a.v, _mm_unpackhi_pd(a.v, a.v)));
}
YIELDSCAPE_LANES DoubleRegister gather(const double* base, WordRegister i) {
  alignas(16) std::uint64_t k[2];
  _mm_store_si128(reinterpret_cast<__m128i*>(k), i.v);
  return {_mm_setr_pd(base[k[0]], base[k[1]])};
}
#endif
YIELDSCAPE_LANES WordRegister gather(const std::uint64_t* base, WordRegister i) {
  // cppcheck-suppress invalidPointerCast ; only moved
  return bits(gather(reinterpret_cast<const double*>(base), i));
}
YIELDSCAPE_LANES unsigned mask_less_equal(DoubleRegister a, DoubleRegister b) {
  return unsigned(YIELDSCAPE_OF(movemask_pd)(from_bits(ones_where_less_equal(a, b)).v));
}
#endif
#undef YIELDSCAPE_OF
#undef YIELDSCAPE_BITWISE

// ---------------------------------------------------------------- several registers as one
template <class Half>
struct TwoWords {
  static constexpr int lanes = 2 * Half::lanes;
  Half lo, hi;
  YIELDSCAPE_LANES TwoWords splat(std::uint64_t a) { return {Half::splat(a), Half::splat(a)}; }
  YIELDSCAPE_LANES TwoWords count_from(std::uint64_t a) {
    return {Half::count_from(a), Half::count_from(a + Half::lanes)};
  }
};
template <class Half>
struct Two {
  static constexpr int lanes = 2 * Half::lanes;
  using Words = TwoWords<typename Half::Words>;
  Half lo, hi;
  YIELDSCAPE_LANES Two splat(double a) { return {Half::splat(a), Half::splat(a)}; }
  YIELDSCAPE_LANES Two load(const double* p) { return {Half::load(p), Half::load(p + Half::lanes)}; }
};

template <class H>
YIELDSCAPE_LANES void store(double* p, Two<H> a) {
  store(p, a.lo);
  store(p + H::lanes, a.hi);
}
template <class H>
YIELDSCAPE_LANES unsigned mask_less_equal(Two<H> a, Two<H> b) {
  return mask_less_equal(a.lo, b.lo) | mask_less_equal(a.hi, b.hi) << H::lanes;
}
template <class H>
YIELDSCAPE_LANES double least(Two<H> a) {
  return least(min(a.lo, a.hi));
}
template <class H>
YIELDSCAPE_LANES auto bits(Two<H> a) {
  return TwoWords<typename H::Words>{bits(a.lo), bits(a.hi)};
}
template <class H>
YIELDSCAPE_LANES auto from_bits(TwoWords<H> a) {
  return Two<decltype(from_bits(a.lo))>{from_bits(a.lo), from_bits(a.hi)};
}
template <class H>
YIELDSCAPE_LANES auto gather(const double* base, TwoWords<H> i) {
  return Two<decltype(gather(base, i.lo))>{gather(base, i.lo), gather(base, i.hi)};
}
template <class H>
YIELDSCAPE_LANES TwoWords<H> gather(const std::uint64_t* base, TwoWords<H> i) {
  return {gather(base, i.lo), gather(base, i.hi)};
}
template <class H>
YIELDSCAPE_LANES auto ones_where_less_equal(Two<H> a, Two<H> b) {
  return TwoWords<typename H::Words>{ones_where_less_equal(a.lo, b.lo), ones_where_less_equal(a.hi, b.hi)};
}
template <class H>
YIELDSCAPE_LANES TwoWords<H> shift_right(TwoWords<H> a, int n) {
  return {shift_right(a.lo, n), shift_right(a.hi, n)};
}
template <class H>
YIELDSCAPE_LANES TwoWords<H> shift_left(TwoWords<H> a, int n) {
  return {shift_left(a.lo, n), shift_left(a.hi, n)};
}
#define YIELDSCAPE_HALVES(type, function)                   \
  template <class H>                                        \
  YIELDSCAPE_LANES type<H> function(type<H> a, type<H> b) { \
    return {function(a.lo, b.lo), function(a.hi, b.hi)};    \
  }
YIELDSCAPE_HALVES(Two, operator+)
YIELDSCAPE_HALVES(Two, operator-)
YIELDSCAPE_HALVES(Two, operator*)
YIELDSCAPE_HALVES(Two, operator/)
YIELDSCAPE_HALVES(Two, min)
YIELDSCAPE_HALVES(Two, max)
YIELDSCAPE_HALVES(TwoWords, operator+)
YIELDSCAPE_HALVES(TwoWords, operator-)
YIELDSCAPE_HALVES(TwoWords, operator&)
YIELDSCAPE_HALVES(TwoWords, operator|)
YIELDSCAPE_HALVES(TwoWords, operator^)
YIELDSCAPE_HALVES(TwoWords, multiply_low)
#undef YIELDSCAPE_HALVES

#if defined(__AVX512F__)
using Doubles = DoubleRegister;
#elif defined(__AVX2__)
using Doubles = Two<DoubleRegister>;
#else
using Doubles = Two<Two<DoubleRegister>>;
#endif
using Words = Doubles::Words;
static_assert(Doubles::lanes == 8 && Words::lanes == 8);

/// Sum of the lanes, in one order on every path.
YIELDSCAPE_LANES double sum(Doubles a) {
  alignas(64) double t[8];
  store(t, a);
  return ((t[0] + t[1]) + (t[2] + t[3])) + ((t[4] + t[5]) + (t[6] + t[7]));
}

}  // namespace yieldscape::YIELDSCAPE_SIMD
