#include "hash_kernels.hpp"

// The library as it is installed knows the instructions of every processor only; inlined, those of this path.
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace yieldscape::YIELDSCAPE_SIMD {
namespace {

std::uint64_t hash(const void* bytes, std::size_t size) {
  return XXH3_64bits(bytes, size);
}

}  // namespace

constinit const HashKernel hash_kernel = hash;

}  // namespace yieldscape::YIELDSCAPE_SIMD
