#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "yieldscape/drive/strain_grid.hpp"
#include "yieldscape/ensemble/point.hpp"
#include "yieldscape/observe/records.hpp"

namespace yieldscape {

/// independent: every point has random numbers of its own. common: all points share them, so that
/// differences between points are not blurred by the draw of the disorder.
enum class SeedPolicy { independent, common };

/// automatic: the faster one, by the size and shape of the lattice alone. slab: the interval engine by
/// another name, for lattices that several ranks compute together; bits do not depend on their number.
enum class EngineChoice { automatic, direct, interval, slab, reference };

/// A whole ensemble: what is to be computed and recorded, nothing about ranks, files or time.
struct EnsembleSpec {
  std::string title;
  std::uint64_t seed = 1;
  SeedPolicy seed_policy = SeedPolicy::independent;
  StrainGrid grid;
  RecordSpec record;
  EngineChoice engine = EngineChoice::automatic;
  std::uint64_t round_limit = 100'000'000;  ///< an avalanche longer than this fails its realization
  std::vector<Point> points;                ///< at least one, hashes distinct
};

/// Everything that decides the bytes of a realization's records beside its point: seed, grid, records,
/// engine. Lines "key = value\n", sorted by key. Two runs share a run directory only if theirs are equal.
[[nodiscard]] std::string canonical_text(const EnsembleSpec& spec);

/// Key of the random numbers of one point (see random/counter.hpp).
[[nodiscard]] std::uint64_t stream_key(const EnsembleSpec& spec, const Point& point) noexcept;

[[nodiscard]] std::string_view name(SeedPolicy policy) noexcept;
[[nodiscard]] std::string_view name(EngineChoice engine) noexcept;

}  // namespace yieldscape
