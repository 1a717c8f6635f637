#pragma once

#include <vector>

#include "sweep_kernels.hpp"
#include "yieldscape/core/aligned.hpp"
#include "yieldscape/elastic/propagator.hpp"

namespace yieldscape {

/// −G laid out for a sweep, shape [copies, rows kept, stride]. Column shift o is the kernel's column that
/// falls on y = 0; copy o mod 8 is shifted so that it begins at a multiple of eight, as long as eight copies
/// fit the second-level cache. A kernel that is even in x, as every analytic one, keeps the rows 0 … Lx/2
/// only.
struct KernelTable {
  /// `one_period`: of 16 columns, for the sweep of 16 x 16 sites, whose rows wrap around; otherwise the
  /// column period is doubled, and every shifted row is one stream.
  KernelTable(const ElasticKernel& kernel, bool one_period);

  AlignedArray<double> values;
  std::vector<std::int64_t> row;  ///< place of row offset d at [Lx + d], d = −Lx … Lx − 1
  std::int64_t stride = 0;
  std::vector<SitePlace> places;  ///< shape [sites]
};

}  // namespace yieldscape
