#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "yieldscape/ensemble/ensemble_spec.hpp"
#include "yieldscape/io/run_directory.hpp"
#include "yieldscape/parallel/communicator.hpp"

namespace yieldscape {

/// Where a result comes from, as far as only the application knows.
struct Provenance {
  std::string configuration;           ///< as given
  std::string configuration_resolved;  ///< complete, overrides applied
};

/// How far the points of an ensemble are; one entry per point.
struct PointProgress {
  std::uint32_t requested = 0;
  std::uint32_t done = 0;
  std::uint32_t failed = 0;    ///< and not done by another try
  std::uint32_t prefix = 0;    ///< realizations 0 … prefix − 1 are all done or failed
  std::uint32_t averaged = 0;  ///< done ones among them: those the statistics are made of
  [[nodiscard]] bool complete() const noexcept { return prefix >= requested; }
  friend bool operator==(const PointProgress&, const PointProgress&) = default;
};

struct RenderReport {
  std::vector<PointProgress> points;
  bool partial = false;  ///< some point is not complete
};

/// Collective: makes the result file of a run from all its journals, whatever is there. Written to a
/// temporary file beside `output`, read back and compared, then renamed: `output` is the old file or the new
/// one, never less. Each rank holds where the results of its share are, and of the results themselves a
/// bounded number of bytes: some curves, a part of the event list, or one set of maps. The content of all
/// groups but /provenance is the same bytes for any number of ranks.
///
/// Throws on every rank alike: IoError (space, permission, a foreign file in the way), CorruptError (two
/// results of one task differ, or a record was damaged while being read).
RenderReport render(const Communicator& communicator, const EnsembleSpec& spec, const RunDirectory& run,
                    const Provenance& provenance, const std::filesystem::path& output);

/// Whether this process has given up a result file after a failed write and holds it open: see leave_job.
[[nodiscard]] bool holds_file_given_up() noexcept;

/// Throws IoError unless a result may be written there: nothing is there yet, or a result of this program.
/// Touches nothing.
void check_output(const std::filesystem::path& output);

}  // namespace yieldscape
