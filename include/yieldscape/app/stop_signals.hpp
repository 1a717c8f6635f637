#pragma once

#include "yieldscape/ensemble/crew.hpp"

namespace yieldscape {

/// While it lives, signals ask for a stop instead of ending the process: USR1 after the realizations under
/// way, TERM and the first INT at the next avalanche. An INT after that ends the process at once.
/// To be made before MPI starts, which takes long enough for a signal to arrive, and to outlive it.
class StopSignals {
 public:
  StopSignals();
  ~StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  [[nodiscard]] StopRequest request() const noexcept;
};

}  // namespace yieldscape
