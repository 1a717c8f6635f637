#include "yieldscape/core/contracts.hpp"

#include <cstdio>
#include <exception>

namespace yieldscape {

void contract_violated(const char* kind, const char* condition, const char* file, int line) {
  std::fprintf(stderr, "yieldscape: bug: %s violated at %s:%d: %s\n", kind, file, line, condition);
  std::terminate();
}

}  // namespace yieldscape
