#pragma once

#include <array>

#include "yieldscape/model/sample.hpp"
#include "yieldscape/observe/observable.hpp"
#include "yieldscape/observe/records.hpp"

namespace yieldscape {

using Measurement = std::array<double, observable_count>;

/// All observables of one state; variances are spatial and divide by the number of sites. The localization of
/// a field that is zero everywhere is NaN. Cost: one pass over the lattice.
/// The path changes no bit of the result.
[[nodiscard]] Measurement measure(const Snapshot& snapshot, SimdPath path = best_simd_path());

/// Local total strain ε_p + σ/2μ, plastic strain, stress and threshold of every site.
[[nodiscard]] FieldMap map_fields(std::size_t grid, const Snapshot& snapshot);

/// Sites counted by distance to yield x = σ_c − σ and by threshold σ_c.
[[nodiscard]] Histogram count_sites(std::size_t grid, const Snapshot& snapshot, const RecordSpec& spec);

/// LOC = n Σ ε⁴/(Σ ε²)², eq. (13), n the side of the lattice: 1/n for a homogeneous field, 1 for one full
/// row.
[[nodiscard]] double localization(std::span<const double> field, double side) noexcept;

}  // namespace yieldscape
