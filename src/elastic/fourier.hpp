#pragma once

#include <span>

#include "yieldscape/core/field.hpp"

namespace yieldscape {

/// Inverse transform of a real, even spectrum: f(r) = 1/(Lx Ly) Σ_q s(q) cos(q·r). `spectrum` holds s at
/// qy >= 0 only, shape [Lx, Ly/2 + 1]. Planned with FFTW_ESTIMATE and without SIMD code, so that the result
/// is the same in every bit on every processor.
[[nodiscard]] Field inverse_even_transform(Lattice lattice, std::span<const double> spectrum);

}  // namespace yieldscape
