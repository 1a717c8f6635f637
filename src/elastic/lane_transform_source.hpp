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

/// a + b*, a − b*, a b*.
Pack plus_conjugate(Pack a, Pack b) {
  return {a.re + b.re, a.im - b.im};
}
Pack minus_conjugate(Pack a, Pack b) {
  return {a.re - b.re, a.im + b.im};
}
Pack times_conjugate(Pack a, Pack b) {
  return {a.re * b.re + a.im * b.im, a.im * b.re - a.re * b.im};
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

enum class Turns { none, all };

// The step of a pass on one element of each of the parts that it cuts a part into, `step` packs apart.
template <int radix, Direction direction, Turns turns>
[[gnu::always_inline]] inline void pass_step(double* data, std::int64_t step, const double* twiddle) {
  using P = Packs<direction>;
  Pack a[radix];
  for (int k = 0; k < radix; ++k) {
    a[k] = P::load(data + k * step * pack_size);
    if (turns == Turns::all && direction == Direction::backward && k > 0)
      a[k] = a[k] * all_lanes(twiddle + 2 * (k - 1));
  }
  butterfly(a);
  for (int k = 0; k < radix; ++k) {
    if (turns == Turns::all && direction == Direction::forward && k > 0)
      a[k] = a[k] * all_lanes(twiddle + 2 * (k - 1));
    P::store(data + k * step * pack_size, a[k]);
  }
}

// One pass over each part of `length` packs. Forward it cuts a part into `radix` parts, those of the modes
// that leave the remainder 0, 1, … modulo radix; backward it joins them.
template <int radix, Direction direction>
void pass(double* data, std::int64_t packs, std::int64_t length, const double* twiddle) {
  const std::int64_t step = length / radix;
  for (double* const end = data + packs * pack_size; data != end; data += length * pack_size) {
    pass_step<radix, direction, Turns::none>(data, step, twiddle);
    for (std::int64_t p = 1; p < step; ++p) {
      pass_step<radix, direction, Turns::all>(data + p * pack_size, step, twiddle + p * (radix - 1) * 2);
    }
  }
}

template <Direction direction>
void one_pass(const TransformView& plan, std::int32_t i, double* data, std::int64_t packs,
              std::int64_t length) {
  const double* twiddle = plan.twiddle[i];
  switch (plan.radix[i]) {
    case 2:
      return pass<2, direction>(data, packs, length, twiddle);
    case 3:
      return pass<3, direction>(data, packs, length, twiddle);
    case 4:
      return pass<4, direction>(data, packs, length, twiddle);
    case 5:
      return pass<5, direction>(data, packs, length, twiddle);
    case 7:
      return pass<7, direction>(data, packs, length, twiddle);
    default:
      return pass<8, direction>(data, packs, length, twiddle);
  }
}

// Parts up to this many packs stay in the first-level cache from pass to pass.
constexpr std::int64_t resident_packs = 256;

enum class Way { there, back, there_and_back };

// Passes i, i + 1, … of a part, `between` on what they leave, part by part, and the same passes back: the
// whole way or one half of it.
template <Way way, class Between>
void passes(const TransformView& plan, std::int32_t i, double* data, std::int64_t length,
            const Between& between) {
  if (length > resident_packs && i < plan.pass_count) {
    if constexpr (way != Way::back) one_pass<Direction::forward>(plan, i, data, length, length);
    const std::int64_t part = length / plan.radix[i];
    for (std::int32_t k = 0; k < plan.radix[i]; ++k) {
      passes<way>(plan, i + 1, data + k * part * pack_size, part, between);
    }
    if constexpr (way != Way::there) one_pass<Direction::backward>(plan, i, data, length, length);
    return;
  }
  std::int64_t part = length;
  for (std::int32_t j = i; j < plan.pass_count; ++j) {
    if constexpr (way != Way::back) one_pass<Direction::forward>(plan, j, data, length, part);
    part /= plan.radix[j];
  }
  between(data, length);
  if constexpr (way != Way::there) {
    for (std::int32_t j = plan.pass_count; j-- > i;) {
      part *= plan.radix[j];
      one_pass<Direction::backward>(plan, j, data, length, part);
    }
  }
}

// Through a longer transform.
template <Direction direction>
void padded_transform(const TransformView& plan, double* data, double* scratch) {
  using P = Packs<direction>;
  using Straight = Packs<Direction::forward>;
  for (std::int64_t j = 0; j < plan.length; ++j) {
    Straight::store(scratch + j * pack_size, P::load(data + j * pack_size) * all_lanes(plan.chirp + 2 * j));
  }
  const std::int64_t padded_length = plan.padded->length;
  for (std::int64_t i = plan.length * pack_size; i < padded_length * pack_size; ++i) scratch[i] = 0;
  passes<Way::there_and_back>(
      *plan.padded, 0, scratch, padded_length, [&](double* modes, std::int64_t length) {
        const double* factor = plan.chirp_transform + (modes - scratch) / pack_size * 2;
        for (std::int64_t j = 0; j < length; ++j) {
          double* const mode = modes + j * pack_size;
          Straight::store(mode, Straight::load(mode) * all_lanes(factor + 2 * j));
        }
      });
  for (std::int64_t j = 0; j < plan.length; ++j) {
    P::store(data + j * pack_size, Straight::load(scratch + j * pack_size) * all_lanes(plan.chirp + 2 * j));
  }
}

// Eight signals of plan.length packs, in place. `scratch`: for a padded transform.
template <Direction direction>
void lane_transform(const TransformView& plan, double* data, double* scratch) {
  if (plan.padded != nullptr) return padded_transform<direction>(plan, data, scratch);
  passes<direction == Direction::forward ? Way::there : Way::back>(
      plan, 0, data, plan.length, [](double* /*modes*/, std::int64_t /*length*/) {});
}

// `between` on the modes, part by part, transformed there and back.
template <class Between>
void lane_transform_around(const TransformView& plan, double* data, double* scratch, const Between& between) {
  if (plan.padded == nullptr) return passes<Way::there_and_back>(plan, 0, data, plan.length, between);
  padded_transform<Direction::forward>(plan, data, scratch);
  between(data, std::int64_t(plan.length));
  padded_transform<Direction::backward>(plan, data, scratch);
}

}  // namespace
}  // namespace yieldscape
