#include "lanes_avx512.hpp"
// The lanes come before the loops that use them.
#include "interval_sweeps_source.hpp"

namespace yieldscape {

extern const IntervalSweeps interval_sweeps_avx512;
const IntervalSweeps interval_sweeps_avx512 = sweeps;

}  // namespace yieldscape
