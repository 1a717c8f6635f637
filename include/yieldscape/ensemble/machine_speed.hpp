#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "yieldscape/elastic/strength_engine.hpp"

namespace yieldscape {

/// What one core needs for the parts of a realization on lattices of one size with one engine, CPU seconds.
struct EngineSpeed {
  /// The disorder strengths s at which the price of a slip is known: the softer the disorder, the more slips
  /// share a round and its sweep.
  static constexpr std::array disorder_strengths{0.1, 1.0, 10.0};

  EngineKind engine = EngineKind::direct;
  double sites = 0;
  std::array<double, disorder_strengths.size()> per_slip{};  ///< at disorder_strengths
  double per_record = 0;                                     ///< one grid strain
  double start = 0;                                          ///< a sample before any load
};

/// How fast a machine is: prices measured on lattices of several sizes, joined by power laws in the number of
/// sites and in s.
struct MachineSpeed {
  std::string machine;            ///< who was measured
  double measured = 0;            ///< seconds since 1970; 0: the built-in prices
  std::vector<EngineSpeed> rows;  ///< of every engine at least one; by engine, then size

  struct Prices {
    double per_slip;
    double per_record;
    double start;
  };
  /// Beyond the sizes measured the law of the nearest two goes on; s is confined to where it was measured.
  [[nodiscard]] Prices prices(EngineKind engine, double sites, double disorder_strength) const;
};

/// Of one AVX-512 core, for whoever has not measured. Orders and batches need no more.
[[nodiscard]] const MachineSpeed& built_in_speed();

}  // namespace yieldscape
