#include "lanes_avx2.hpp"
// The lanes come before the loops that use them.
#include "interval_sweeps_source.hpp"

namespace yieldscape {

extern const IntervalSweeps interval_sweeps_avx2;
const IntervalSweeps interval_sweeps_avx2 = sweeps;

}  // namespace yieldscape
