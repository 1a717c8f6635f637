#pragma once

#include <memory>
#include <span>

#include "yieldscape/core/field.hpp"

namespace yieldscape {

/// Inverse transform of a real, even spectrum: f(r) = 1/(Lx Ly) Σ_q s(q) cos(q·r). `spectrum` holds s at
/// qy >= 0 only, shape [Lx, Ly/2 + 1]. Planned with FFTW_ESTIMATE and without SIMD code, so that the result
/// is the same in every bit on every processor.
[[nodiscard]] Field inverse_even_transform(Lattice lattice, std::span<const double> spectrum);

/// The same along one line, unnormalized: f(j) = Σ_k s(k) cos(2π jk/L), s even, both given at 0 … L/2.
class EvenLine {
 public:
  explicit EvenLine(int length);
  EvenLine(EvenLine&&) noexcept;
  ~EvenLine();

  /// Numbers of a line that are given and returned: L/2 + 1.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// Set the modes, then transform; the values are good until the next call.
  void set(std::size_t k, double mode) noexcept;
  [[nodiscard]] std::span<const double> transform();

 private:
  struct Plan;
  std::size_t size_;
  std::unique_ptr<Plan> plan_;
};

}  // namespace yieldscape
