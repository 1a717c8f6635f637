#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "yieldscape/config/run_config.hpp"
#include "yieldscape/ensemble/machine_speed.hpp"
#include "yieldscape/io/run_directory.hpp"

namespace yieldscape {

/// What one point of an ensemble is expected to cost.
struct PointCost {
  std::string name;
  Lattice lattice{1, 1};
  double disorder_strength = 0;  ///< s, eq. (3)
  double age = 0;                ///< r, eq. (6)
  std::uint64_t tasks = 0;
  std::uint64_t done = 0;        ///< of them, in the run directory
  double slips_each = 0;         ///< expected, per realization
  std::uint32_t ranks_each = 1;  ///< that compute one realization
  double seconds_each = 0;       ///< CPU seconds per realization
  double prior_each = 0;         ///< the same by the machine's prices alone
  std::uint64_t observed = 0;    ///< realizations whose measured time `seconds_each` is; 0: the model's
};

/// Wall seconds on a number of ranks, start and result file included.
struct PlannedWall {
  std::uint32_t ranks = 1;
  double seconds = 0;
};

/// What an ensemble needs, before anything is computed.
struct Plan {
  std::string title;
  std::string prices;  ///< whose they are, for people
  std::vector<PointCost> points;
  std::uint64_t tasks = 0;
  std::uint64_t done = 0;  ///< realizations already in the run directory
  double slips = 0;
  double core_seconds = 0;       ///< of all tasks
  double core_seconds_left = 0;  ///< of those not done
  double memory_per_rank_bytes = 0;
  double file_bytes = 0;           ///< of the result; the journals take about as much
  std::vector<PlannedWall> walls;  ///< of what is left
};

/// Reads what a run directory already holds, changes nothing. A point costs what its finished realizations
/// took; a point without any what the machine's prices say, times the ratio of both in the points that have
/// some. `ranks`: for which numbers of ranks wall times are wanted; empty: 1, 4, 16 … as long as more are of
/// use. Throws IdentityError if the directory belongs to other physics.
[[nodiscard]] Plan make_plan(const RunConfig& config, const RunDirectory& directory,
                             const MachineSpeed& machine, std::span<const std::uint32_t> ranks);

[[nodiscard]] std::string to_json(const Plan& plan, const std::filesystem::path& result);

/// The same as a table for people.
[[nodiscard]] std::string to_text(const Plan& plan, const std::filesystem::path& result);

}  // namespace yieldscape
