#include "lanes_portable.hpp"
// The lanes come before the loops that use them.
#include "interval_sweeps_source.hpp"

namespace yieldscape {

extern const IntervalSweeps interval_sweeps_portable;
const IntervalSweeps interval_sweeps_portable = sweeps;

}  // namespace yieldscape
