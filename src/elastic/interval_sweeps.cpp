#include "interval_sweeps.hpp"

namespace yieldscape {

extern const IntervalSweeps interval_sweeps_portable;
#ifdef YIELDSCAPE_X86_SWEEPS
extern const IntervalSweeps interval_sweeps_avx2;
extern const IntervalSweeps interval_sweeps_avx512;
#endif

const IntervalSweeps& interval_sweeps(SimdPath set) {
#ifdef YIELDSCAPE_X86_SWEEPS
  if (set == SimdPath::avx512) return interval_sweeps_avx512;
  if (set == SimdPath::avx2) return interval_sweeps_avx2;
#endif
  (void)set;
  return interval_sweeps_portable;
}

}  // namespace yieldscape
