#include "yieldscape/core/aligned.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <new>

namespace yieldscape {

void* allocate_array(std::size_t bytes) {
  constexpr std::size_t huge_page = std::size_t(1) << 21U;
  constexpr std::size_t alignment = AlignedArray<char>::alignment;
  const bool large = bytes >= huge_page / 2;
  if (large) bytes = std::max(bytes, huge_page);
  void* memory = nullptr;
  if (posix_memalign(&memory, large ? huge_page : alignment, std::max(bytes, alignment)) != 0) {
    throw std::bad_alloc();
  }
  if (large) madvise(memory, bytes, MADV_HUGEPAGE);  // a wish
  return memory;
}

std::shared_ptr<double[]> shared_zeros(std::size_t size) {
  const auto array = std::make_shared<AlignedArray<double>>(size, 0.0);
  return {array, array->data()};
}

void free_array(void* memory) noexcept {
  std::free(memory);
}

}  // namespace yieldscape
