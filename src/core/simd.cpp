#include "yieldscape/core/simd.hpp"

#include <cstddef>

namespace yieldscape {
namespace {

constexpr SimdPath all_paths[] = {SimdPath::baseline, SimdPath::avx2, SimdPath::avx512};

std::size_t count_available() noexcept {
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return 1;
  const bool avx512 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
                      __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw");
  return avx512 ? 3 : 2;
}

}  // namespace

std::span<const SimdPath> available_simd_paths() noexcept {
  static const std::size_t count = count_available();
  return std::span(all_paths).first(count);
}

SimdPath best_simd_path() noexcept {
  return available_simd_paths().back();
}

std::string_view name(SimdPath path) noexcept {
  switch (path) {
    case SimdPath::baseline:
      return "baseline";
    case SimdPath::avx2:
      return "avx2";
    case SimdPath::avx512:
      return "avx512";
  }
  return "unknown";
}

}  // namespace yieldscape
