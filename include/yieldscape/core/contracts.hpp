#pragma once

// Contracts: what a function expects of its caller and what it promises. A breach is a bug of ours, never
// bad input, so it ends the process with the place and the broken condition (exit code 1 through the
// terminate handler of the application).

namespace yieldscape {

[[noreturn]] void contract_violated(const char* kind, const char* condition, const char* file, int line);

}  // namespace yieldscape

#define EXPECTS(condition) \
  ((condition) ? void(0) : ::yieldscape::contract_violated("precondition", #condition, __FILE__, __LINE__))
#define ENSURES(condition) \
  ((condition) ? void(0) : ::yieldscape::contract_violated("postcondition", #condition, __FILE__, __LINE__))
