#pragma once

#include <cstdint>

namespace yieldscape {

/// Doubles in a pack, one element of eight signals at once, one in each lane of a vector: eight real parts,
/// then eight imaginary parts.
inline constexpr int pack_size = 16;

/// The Fourier transform of one length as the inner loops see it: radix passes for lengths of the factors 2,
/// 3, 5, 7; any other length through `padded`, a longer transform of such factors (Bluestein, IEEE Trans.
/// Audio Electroacoust. 18, 451 (1970)).
struct TransformView {
  std::int32_t length;
  std::int32_t pass_count;
  const std::int32_t* radix;      ///< of each pass
  const double* twiddle;          ///< pass by pass, [length left/radix][radix − 1] complex numbers
  const TransformView* padded;    ///< null for radix passes
  const double* chirp;            ///< exp(−iπ j²/length), complex
  const double* chirp_transform;  ///< of the conjugate chirp on the padded length, over that length; complex
};

}  // namespace yieldscape
