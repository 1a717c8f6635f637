#pragma once

#include <memory>
#include <string_view>

#include "yieldscape/core/field.hpp"

namespace yieldscape {

/// Elastic moduli, LJ stress.
struct Moduli {
  double shear_modulus = 0;  ///< μ
  double bulk_modulus = 0;   ///< K (2D); infinity: incompressible

  /// μ* = μ/(1 + μ/K), eq. (1).
  [[nodiscard]] constexpr double effective_modulus() const noexcept {
    return shear_modulus / (1.0 + shear_modulus / bulk_modulus);
  }
};

/// Which discrete form of the quadrupolar kernel acts between sites.
enum class KernelForm { continuum, laplacian, rotated, file };
/// raw: as the formula gives it. local: q ≠ 0 modes scaled so that the zero-mean local value is −μ* (eq. 1).
enum class KernelNormalization { raw, local };

struct KernelSpec {
  KernelForm form = KernelForm::continuum;
  KernelNormalization normalization = KernelNormalization::raw;
  /// form == file only: G(r) per unit slip at the origin, LJ stress, shape [Lx, Ly]; its mean is removed.
  std::shared_ptr<const Field> table;
};

[[nodiscard]] std::string_view name(KernelForm form) noexcept;
[[nodiscard]] std::string_view name(KernelNormalization normalization) noexcept;

}  // namespace yieldscape
