#pragma once

#include <vector>

#include "sweep_kernels.hpp"
#include "yieldscape/core/aligned.hpp"
#include "yieldscape/elastic/propagator.hpp"

namespace yieldscape {

enum class SweepForm { sixteen, narrow, general };

/// Which sweep suits a shape: the special one for 16 x 16, rows of up to 32 columns as long as the table of
/// `narrow` fits the first-level cache, the general one for all else.
[[nodiscard]] SweepForm sweep_form(Lattice lattice) noexcept;

/// −G laid out for a sweep. Row offset d and column shift o (the kernel's column that falls on y = 0):
///   narrow   [2 Lx, stride], both periods doubled: row d begins at d · stride + o
///   general  [copies, rows kept, stride], column period doubled; copy o mod 8 is shifted so that it begins
///   at
///            a multiple of eight, as long as eight copies fit the second-level cache. A kernel that is even
///            in x, as every analytic one, keeps the rows 0 … Lx/2 only
///   sixteen  as general, of one period: a row wraps around at its end
struct KernelTable {
  KernelTable(const ElasticKernel& kernel, SweepForm form);

  AlignedArray<double> values;
  std::vector<std::int64_t> row;  ///< general, sixteen: place of row offset d at [Lx + d], d = −Lx … Lx − 1
  std::int64_t stride = 0;
  std::vector<SitePlace> places;  ///< shape [sites]
};

}  // namespace yieldscape
