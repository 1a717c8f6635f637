#pragma once

#include <array>
#include <functional>
#include <vector>

#include "yieldscape/model/sample.hpp"
#include "yieldscape/observe/observable.hpp"
#include "yieldscape/observe/records.hpp"

namespace yieldscape {

using Measurement = std::array<double, observable_count>;

/// For states of which each process keeps a part: the numbers of all parts one after another, at the one that
/// leads; elsewhere nothing. All of them call it. Empty where the state is whole.
using GatherNumbers = std::function<std::vector<double>(std::vector<double>)>;

/// All observables of one state; variances are spatial and divide by the number of sites. The localization of
/// a field that is zero everywhere is NaN. Cost: one pass over the lattice. Sums are taken over 32 rows at a
/// time and joined in order, so that neither the path nor a state kept in parts of whole 32 rows changes a
/// bit of the result. Where `gather` gathers nothing the result means nothing.
[[nodiscard]] Measurement measure(const Snapshot& snapshot, SimdPath path = best_simd_path(),
                                  const GatherNumbers& gather = {});

/// Local total strain ε_p + σ/2μ, plastic strain, stress and threshold of every site.
[[nodiscard]] FieldMap map_fields(std::size_t grid, const Snapshot& snapshot,
                                  const GatherNumbers& gather = {});

/// Sites counted by distance to yield x = σ_c − σ and by threshold σ_c.
[[nodiscard]] Histogram count_sites(std::size_t grid, const Snapshot& snapshot, const RecordSpec& spec,
                                    const GatherNumbers& gather = {});

/// LOC = n Σ ε⁴/(Σ ε²)², eq. (13), n the side of the lattice: 1/n for a homogeneous field, 1 for one full
/// row.
[[nodiscard]] double localization(std::span<const double> field, double side) noexcept;

}  // namespace yieldscape
