#pragma once

#include <cstdint>

namespace yieldscape {

/// Realizations that a standard error needs, in whole batches: as many as are `done` if `error` meets the
/// `goal`, else what the law of 1/sqrt(n) asks for, at most four times as many as there are. `error` NaN: not
/// known yet.
[[nodiscard]] std::uint32_t realizations_needed(std::uint32_t done, std::uint32_t batch, double error,
                                                double goal);

}  // namespace yieldscape
