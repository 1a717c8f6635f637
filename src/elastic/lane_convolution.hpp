#pragma once

#include "interval_partners.hpp"
#include "offset_table.hpp"
#include "yieldscape/core/field.hpp"
#include "yieldscape/core/simd.hpp"

namespace yieldscape {

/// Σ_r' kernel(r − r') source(r') on lattices on which the interval engine fits, by the transforms of its
/// flushes: the same bits on every processor and for any number of partners, each of whom brings the rows it
/// keeps and gets the sum on them. `kernel`: axes exchanged. Memory: 5 numbers a site of the part.
[[nodiscard]] Field lane_convolution(const OffsetTable& kernel, const Field& source, Partners* partners);

}  // namespace yieldscape
