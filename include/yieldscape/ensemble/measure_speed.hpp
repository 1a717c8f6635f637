#pragma once

#include "yieldscape/ensemble/machine_speed.hpp"

namespace yieldscape {

/// Times realizations of a plain glass on this core: every engine, small and large lattices, brittle and
/// ductile. Cost: about `seconds` CPU seconds, never less than one realization of each kind (some 6 s in
/// all). The name of the machine and the time are left to the caller.
[[nodiscard]] MachineSpeed measure_speed(double seconds);

}  // namespace yieldscape
