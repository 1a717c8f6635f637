#pragma once

#include <cstdint>

namespace yieldscape {

/// Doubles in a pack, one element of eight signals at once, one in each lane of a vector: eight real parts,
/// then eight imaginary parts.
inline constexpr int pack_size = 16;

/// The Fourier transform of one length, in place, as the inner loops see it: radix passes for lengths of the
/// factors 2, 3, 5, 7; any other length through `padded`, a longer transform of such factors (Bluestein, IEEE
/// Trans. Audio Electroacoust. 18, 451 (1970)). Passes leave the modes in the order of their reversed digits,
/// and the way back takes them in it: see LaneTransform::place.
struct TransformView {
  std::int32_t length;
  std::int32_t pass_count;
  const std::int32_t* radix;     ///< of each pass
  const double* const* twiddle;  ///< of each pass: [length left/radix][radix − 1] complex numbers
  const TransformView* padded;   ///< null for radix passes
  const double* chirp;           ///< exp(−iπ j²/length), complex
  const double*
      chirp_transform;  ///< of the conjugate chirp on the padded length, over that length; complex, by place
};

/// Places of the modes k and −k of a transform.
struct ModePair {
  std::int32_t here;
  std::int32_t opposite;
};

/// The transform of eight real signals: one of half the length if that is even, rows 2j and 2j + 1 as real
/// and imaginary part of z(j); one of the full length with imaginary part 0 if it is odd.
struct RealTransformView {
  TransformView complex;
  std::int32_t length;
  std::int32_t mode_blocks;  ///< of eight modes; the last one is filled up with modes it has already
  const ModePair* pairs;     ///< even: of two modes each, k and length/2 − k; odd: of one, k
  const double* turn;        ///< −i exp(−2πi k/length), complex, of each pair; null if odd

  [[nodiscard]] bool is_even() const noexcept { return turn != nullptr; }
  /// From one real row to the next.
  [[nodiscard]] std::int64_t row_stride() const noexcept { return is_even() ? pack_size / 2 : pack_size; }
};

}  // namespace yieldscape
