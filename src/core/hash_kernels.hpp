#pragma once

#include <cstddef>
#include <cstdint>

namespace yieldscape {

/// XXH3 of 64 bits, unseeded.
using HashKernel = std::uint64_t (*)(const void* bytes, std::size_t size);

namespace baseline {
extern const HashKernel hash_kernel;
}
namespace avx2 {
extern const HashKernel hash_kernel;
}
namespace avx512 {
extern const HashKernel hash_kernel;
}

}  // namespace yieldscape
