#pragma once

#include <memory>
#include <span>

#include "yieldscape/core/field.hpp"

namespace yieldscape {

/// Inverse transform of a real, even spectrum: f(r) = 1/(Lx Ly) Σ_q s(q) cos(q·r). `spectrum` holds s at
/// qy >= 0 only, shape [Lx, Ly/2 + 1]. Planned with FFTW_ESTIMATE and without SIMD code, so that the result
/// is the same in every bit on every processor.
[[nodiscard]] Field inverse_even_transform(Lattice lattice, std::span<const double> spectrum);

/// Convolutions with one kernel, planned once. Same bits on every processor.
class Convolution {
 public:
  explicit Convolution(const Field& kernel);
  ~Convolution();

  /// Replace `source` (shape [Lx, Ly]) by Σ_r' kernel(r − r') source(r'). Cost: two FFTs of the lattice.
  void operator()(std::span<double> source);

 private:
  struct Plans;
  std::unique_ptr<Plans> plans_;
};

}  // namespace yieldscape
