#pragma once

#include <memory>
#include <string>

#include "yieldscape/core/field.hpp"
#include "yieldscape/elastic/kernel_spec.hpp"

namespace yieldscape {

struct KernelTable;

/// The elastic kernel in real space: a slip ε_0 at r' changes the stress at r by
/// ε_0 (zero_mean(r − r') + uniform), at constant total strain.
struct ElasticKernel {
  Field zero_mean;  ///< LJ stress per unit slip, shape [Lx, Ly], origin at (0, 0); its lattice mean is 0
  double uniform;   ///< −2μ/(Lx Ly), the q = 0 mode: Σ falls by 2μ ε_0/(Lx Ly)

  /// `zero_mean`, which must not change any more, as direct engines sweep over it. The first of them lays it
  /// out, the others share it.
  mutable std::shared_ptr<const KernelTable> sweep_table = {};
};

/// Kernel of one parameter point, eqs. (1), (2): for q ≠ 0, G(q) = −8 μ* X Y/(X + Y)² with
///   continuum  X = qx²,            q = 2πn/L, |n| <= L/2 (Nyquist modes of even L kept)
///   laplacian  X = 2 − 2 cos qx
///   rotated    X = tan²(qx/2)      Nyquist modes by their limit, (π, π) along the diagonal: −2μ*
///   file       the table of the specification, its mean removed
/// and the same of qy for Y. Fourier convention: G(r) = 1/(Lx Ly) Σ_q G(q) exp(iq·r).
/// `local` scales all q ≠ 0 modes so that zero_mean at the origin is −μ* (eq. 1).
/// G(r) = G(−r) holds in every bit, and so does G(x, y) = G(y, x) on squares, except for `file`. The bits of
/// `continuum` do not depend on the processor (laplacian and rotated call the C library's cos and tan).
/// Throws std::invalid_argument if the moduli are not positive, a table has another shape or a number in it
/// is not finite, or `local` is asked of a kernel without local value (a lattice one site wide). Cost: one
/// FFT of the lattice. Not modelled: tensorial stresses, free boundaries.
[[nodiscard]] ElasticKernel elastic_kernel(Lattice lattice, const Moduli& moduli, const KernelSpec& spec);

/// The periodic convolution Σ_r' kernel(r − r') source(r'). Cost: three FFTs of the lattice.
[[nodiscard]] Field convolve(const Field& kernel, const Field& source);

/// The library that transforms, with its version.
[[nodiscard]] std::string fourier_library();

}  // namespace yieldscape
