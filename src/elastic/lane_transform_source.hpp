#pragma once

#include "transform_view.hpp"

// The inner loops of LaneTransform, compiled for each instruction set behind its Lanes.
namespace yieldscape {
namespace {

/// Eight complex numbers, one in each lane.
struct Pack {
  Lanes re;
  Lanes im;

  friend Pack operator+(Pack a, Pack b) { return {a.re + b.re, a.im + b.im}; }
  friend Pack operator-(Pack a, Pack b) { return {a.re - b.re, a.im - b.im}; }
  friend Pack operator*(Pack a, Pack b) { return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re}; }
  // cppcheck-suppress passedByValue ; one register
  friend Pack operator*(Lanes f, Pack a) { return {f * a.re, f * a.im}; }
};

Pack all_lanes(const double* complex) {
  return {Lanes::all(complex[0]), Lanes::all(complex[1])};
}
/// −i a.
Pack turned(Pack a) {
  return {a.im, Lanes::all(0) - a.re};
}

enum class Direction { forward, backward };

// Backward is forward with real and imaginary parts exchanged, before and after.
template <Direction direction>
struct Packs {
  static constexpr int re = direction == Direction::forward ? 0 : 8;
  static constexpr int im = 8 - re;
  static Pack load(const double* p) { return {Lanes::load(p + re), Lanes::load(p + im)}; }
  static void store(double* p, Pack a) {
    a.re.store(p + re);
    a.im.store(p + im);
  }
};

[[gnu::always_inline]] inline void butterfly(Pack (&a)[2]) {
  const Pack difference = a[0] - a[1];
  a[0] = a[0] + a[1];
  a[1] = difference;
}

[[gnu::always_inline]] inline void butterfly(Pack (&a)[4]) {
  const Pack even = a[0] + a[2];
  const Pack even_difference = a[0] - a[2];
  const Pack odd = a[1] + a[3];
  const Pack odd_difference = turned(a[1] - a[3]);
  a[0] = even + odd;
  a[1] = even_difference + odd_difference;
  a[2] = even - odd;
  a[3] = even_difference - odd_difference;
}

[[gnu::always_inline]] inline void butterfly(Pack (&a)[8]) {
  constexpr double root_half = 0.70710678118654752440;
  Pack even[4] = {a[0] + a[4], a[1] + a[5], a[2] + a[6], a[3] + a[7]};
  const Pack eighth = a[1] - a[5];
  const Pack three_eighths = a[3] - a[7];
  Pack odd[4] = {a[0] - a[4], Lanes::all(root_half) * (eighth + turned(eighth)), turned(a[2] - a[6]),
                 Lanes::all(root_half) * (turned(three_eighths) - three_eighths)};
  butterfly(even);
  butterfly(odd);
  for (int k = 0; k < 4; ++k) {
    a[2 * k] = even[k];
    a[2 * k + 1] = odd[k];
  }
}

// cos and sin of 2π k/radix.
template <int radix>
struct Circle;
template <>
struct Circle<3> {
  static constexpr double cosine[] = {1, -0.5, -0.5};
  static constexpr double sine[] = {0, 0.86602540378443864676, -0.86602540378443864676};
};
template <>
struct Circle<5> {
  static constexpr double cosine[] = {1, 0.30901699437494742410, -0.80901699437494742410,
                                      -0.80901699437494742410, 0.30901699437494742410};
  static constexpr double sine[] = {0, 0.95105651629515357212, 0.58778525229247312917,
                                    -0.58778525229247312917, -0.95105651629515357212};
};
template <>
struct Circle<7> {
  static constexpr double cosine[] = {1,
                                      0.62348980185873353053,
                                      -0.22252093395631440429,
                                      -0.90096886790241912624,
                                      -0.90096886790241912624,
                                      -0.22252093395631440429,
                                      0.62348980185873353053};
  static constexpr double sine[] = {0,
                                    0.78183148246802980871,
                                    0.97492791218182360702,
                                    0.43388373911755812048,
                                    -0.43388373911755812048,
                                    -0.97492791218182360702,
                                    -0.78183148246802980871};
};

// Odd radices: sums and differences of opposite terms.
template <int radix>
[[gnu::always_inline]] inline void butterfly(Pack (&a)[radix]) {
  constexpr int half = radix / 2;
  Pack sums[half];
  Pack differences[half];
  Pack total = a[0];
  for (int k = 1; k <= half; ++k) {
    sums[k - 1] = a[k] + a[radix - k];
    differences[k - 1] = a[k] - a[radix - k];
    total = total + sums[k - 1];
  }
  const Pack first = a[0];
  a[0] = total;
  for (int j = 1; j <= half; ++j) {
    Pack even = first;
    Pack odd = Lanes::all(Circle<radix>::sine[j]) * differences[0];
    even = even + Lanes::all(Circle<radix>::cosine[j]) * sums[0];
    for (int k = 2; k <= half; ++k) {
      even = even + Lanes::all(Circle<radix>::cosine[j * k % radix]) * sums[k - 1];
      odd = odd + Lanes::all(Circle<radix>::sine[j * k % radix]) * differences[k - 1];
    }
    odd = turned(odd);
    a[j] = even + odd;
    a[radix - j] = even - odd;
  }
}

// Stores a[k] · exp(−2πi p k/length), k = 0, 1, …, `step` packs apart.
template <int radix, Direction direction>
[[gnu::always_inline]] inline void turn_and_store(const Pack (&a)[radix], std::int64_t p,
                                                  const double* twiddle, double* to, std::int64_t step) {
  using P = Packs<direction>;
  const double* w = twiddle + p * (radix - 1) * 2;
  P::store(to, a[0]);
  for (int k = 1; k < radix; ++k) {
    P::store(to + k * step * pack_size, p == 0 ? a[k] : a[k] * all_lanes(w + 2 * (k - 1)));
  }
}

// One pass of the self-sorting transform (Stockham): `length` is what is left to transform, `stride` what is
// done.
template <int radix, Direction direction>
void pass(std::int64_t length, std::int64_t stride, const double* twiddle, const double* from, double* to) {
  using P = Packs<direction>;
  const std::int64_t part = length / radix;
  for (std::int64_t p = 0; p < part; ++p, twiddle += 2 * (radix - 1)) {
    Pack w[radix - 1];
    for (int k = 1; k < radix; ++k) w[k - 1] = all_lanes(twiddle + 2 * (k - 1));
    const double* source = from + p * stride * pack_size;
    double* target = to + p * stride * radix * pack_size;
    for (std::int64_t q = 0; q < stride; ++q, source += pack_size, target += pack_size) {
      Pack a[radix];
      for (int k = 0; k < radix; ++k) a[k] = P::load(source + k * part * stride * pack_size);
      butterfly(a);
      P::store(target, a[0]);
      for (int k = 1; k < radix; ++k) {
        P::store(target + k * stride * pack_size, p == 0 ? a[k] : a[k] * w[k - 1]);
      }
    }
  }
}

// Two such passes in one walk through memory, to the bit: what the second needs of the first stays in cache.
template <int radix, int next_radix, Direction direction>
void two_passes(std::int64_t length, std::int64_t stride, const double* twiddle, const double* from,
                double* to) {
  using P = Packs<direction>;
  const std::int64_t part = length / radix;
  const std::int64_t next_part = part / next_radix;
  const double* next_twiddle = twiddle + part * (radix - 1) * 2;
  alignas(64) double between[radix * next_radix * pack_size];
  for (std::int64_t p = 0; p < next_part; ++p) {
    for (std::int64_t q = 0; q < stride; ++q) {
      for (std::int64_t j = 0; j < next_radix; ++j) {
        const std::int64_t first_p = p + j * next_part;
        const double* source = from + (first_p * stride + q) * pack_size;
        Pack a[radix];
        for (int k = 0; k < radix; ++k) a[k] = P::load(source + k * part * stride * pack_size);
        butterfly(a);
        turn_and_store<radix, direction>(a, first_p, twiddle, between + j * pack_size, next_radix);
      }
      double* target = to + (p * stride * radix * next_radix + q) * pack_size;
      for (std::int64_t k = 0; k < radix; ++k) {
        Pack a[next_radix];
        for (int j = 0; j < next_radix; ++j) a[j] = P::load(between + (k * next_radix + j) * pack_size);
        butterfly(a);
        turn_and_store<next_radix, direction>(a, p, next_twiddle, target + k * stride * pack_size,
                                              radix * stride);
      }
    }
  }
}

// Where passes read and write: from `source`, between `first` and `second` (either may be the source), the
// last one to `target` or, if that is null, to whichever is next.
struct Buffers {
  const double* source;
  double* first;
  double* second;
  double* target;
};

template <Direction direction>
void one_pass(std::int32_t radix, std::int64_t length, std::int64_t stride, const double* twiddle,
              const double* from, double* to) {
  switch (radix) {
    case 2:
      return pass<2, direction>(length, stride, twiddle, from, to);
    case 3:
      return pass<3, direction>(length, stride, twiddle, from, to);
    case 4:
      return pass<4, direction>(length, stride, twiddle, from, to);
    case 5:
      return pass<5, direction>(length, stride, twiddle, from, to);
    case 7:
      return pass<7, direction>(length, stride, twiddle, from, to);
    default:
      return pass<8, direction>(length, stride, twiddle, from, to);
  }
}

// Returns where the result is.
template <Direction direction>
double* radix_passes(const TransformView& plan, const Buffers& buffers) {
  std::int64_t length = plan.length;
  std::int64_t stride = 1;
  const double* twiddle = plan.twiddle;
  const double* from = buffers.source;
  double* to = nullptr;
  for (std::int32_t i = 0; i < plan.pass_count;) {
    const std::int32_t radix = plan.radix[i];
    const std::int32_t next = i + 1 < plan.pass_count ? plan.radix[i + 1] : 0;
    const bool two = (radix == 8 || radix == 4) && (next == 8 || next == 4) && radix >= next;
    to = to == buffers.first ? buffers.second : buffers.first;
    if (i + (two ? 2 : 1) == plan.pass_count && buffers.target != nullptr) to = buffers.target;
    if (!two) {
      one_pass<direction>(radix, length, stride, twiddle, from, to);
    } else if (next == 8) {
      two_passes<8, 8, direction>(length, stride, twiddle, from, to);
    } else if (radix == 8) {
      two_passes<8, 4, direction>(length, stride, twiddle, from, to);
    } else {
      two_passes<4, 4, direction>(length, stride, twiddle, from, to);
    }
    for (const std::int32_t end = i + (two ? 2 : 1); i < end; ++i) {
      twiddle += length / plan.radix[i] * (plan.radix[i] - 1) * 2;
      length /= plan.radix[i];
      stride *= plan.radix[i];
    }
    from = to;
  }
  return to;
}

// Eight signals of plan.length packs; returns where the result is.
template <Direction direction>
double* lane_transform(const TransformView& plan, const Buffers& buffers) {
  using P = Packs<direction>;
  if (plan.padded == nullptr) return radix_passes<direction>(plan, buffers);
  const auto multiply = [](const double* from, const double* factor, std::int64_t length, double* to) {
    for (std::int64_t j = 0; j < length; ++j) {
      P::store(to + j * pack_size, P::load(from + j * pack_size) * all_lanes(factor + 2 * j));
    }
  };
  const std::int64_t padded_length = plan.padded->length;
  double* chirped = buffers.first;
  double* other = buffers.second;
  multiply(buffers.source, plan.chirp, plan.length, chirped);
  for (std::int64_t i = plan.length * pack_size; i < padded_length * pack_size; ++i) chirped[i] = 0;
  double* modes = radix_passes<direction>(*plan.padded, {chirped, other, chirped, nullptr});
  multiply(modes, plan.chirp_transform, padded_length, modes);
  constexpr Direction opposite = direction == Direction::forward ? Direction::backward : Direction::forward;
  if (modes == other) other = chirped;
  double* result = radix_passes<opposite>(*plan.padded, {modes, other, modes, nullptr});
  double* target = buffers.target != nullptr ? buffers.target : result;
  multiply(result, plan.chirp, plan.length, target);
  return target;
}

}  // namespace
}  // namespace yieldscape
