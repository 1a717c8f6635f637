#pragma once

#include <span>
#include <string_view>

namespace yieldscape {

/// The instruction sets that the hot loops are compiled for. Every path gives the same bits: all work on
/// eight doubles at a time (core/lanes.hpp) with one order of operations. Compilers fuse no multiply and add;
/// where a source asks for it (core/fused_lanes.hpp) every path rounds once, the baseline at more than ten
/// times the cost.
enum class SimdPath {
  baseline,  ///< what every processor of the architecture has (x86-64: SSE2)
  avx2,      ///< with FMA
  avx512,    ///< F, DQ, VL, BW
};

/// The paths this processor can run, slowest first.
[[nodiscard]] std::span<const SimdPath> available_simd_paths() noexcept;
/// The fastest of them: what is used unless a caller forces another.
[[nodiscard]] SimdPath best_simd_path() noexcept;

[[nodiscard]] std::string_view name(SimdPath path) noexcept;

/// The variant of a table of kernels that belongs to a path.
template <class Kernels>
[[nodiscard]] constexpr const Kernels& choose(SimdPath path, const Kernels& baseline, const Kernels& avx2,
                                              const Kernels& avx512) noexcept {
  return path == SimdPath::avx512 ? avx512 : path == SimdPath::avx2 ? avx2 : baseline;
}

}  // namespace yieldscape
