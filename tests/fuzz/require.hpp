#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace yieldscape::fuzz {

/// What must hold for every input; where it does not, the fuzzer keeps the input.
inline void require(bool holds, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "violated: %s\n", what.c_str());
  std::abort();
}

}  // namespace yieldscape::fuzz
