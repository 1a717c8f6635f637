#pragma once

#include "yieldscape/ensemble/ensemble_spec.hpp"

namespace yieldscape {

/// Bytes of the result file of a complete run: rows, statistics, maps, and an estimate of the avalanche list.
[[nodiscard]] double result_bytes(const EnsembleSpec& spec);

/// Bytes of a rank's arrays while it computes a realization of this point.
[[nodiscard]] double bytes_per_rank(const Point& point);

}  // namespace yieldscape
