#pragma once

#include "yieldscape/core/error.hpp"

namespace yieldscape {

/// The message-passing library refused a call; the message names the call and its reason.
struct ParallelError : Error {
  explicit ParallelError(const std::string& message) : Error(ExitCode::input_output, message) {}
};

}  // namespace yieldscape
