#pragma once

// The stages of render(): each streams through the results of this rank's share, in bounded memory.

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "jackknife.hpp"
#include "result_places.hpp"
#include "result_plan.hpp"
#include "result_writer.hpp"
#include "yieldscape/ensemble/statistics.hpp"
#include "yieldscape/io/result_reader.hpp"

namespace yieldscape {

/// In place of a number that no realization gave.
constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// What all stages know. Each rank reads the results of its own share of the blocks only.
struct Rendering {
  const Communicator& communicator;
  const EnsembleSpec& spec;
  const ResultPlaces& places;
  const std::vector<PointProgress>& points;
  const ResultContents& contents;
  ResultReader reader;

  /// The place of a result in this rank's share; empty if there is none, or none was asked for.
  [[nodiscard]] std::optional<DoneTask> find(std::uint64_t point, std::uint64_t realization) const;
  /// Reads it, checked against the shapes of this ensemble. Throws CorruptError.
  [[nodiscard]] RealizationResult read(const DoneTask& done, std::uint64_t point);
};

/// Collective: how far the points are; the same on every rank.
[[nodiscard]] std::vector<PointProgress> progress_of(const Communicator& communicator,
                                                     const EnsembleSpec& spec, const ResultPlaces& places);

/// What is read off the curves of one point; written by the root at the end.
struct PointSummary {
  std::uint64_t point = 0;
  CurveFeatures features;  ///< of the mean curves
  JackknifeErrors errors;  ///< NaN if single realizations have to be left out
  double flow_stress = 0;
  double flow_stress_sem = 0;
  double mean_of_peaks = 0;
  double mean_of_peaks_sem = 0;
};

/// Samples of the flow stress for the bootstrap: of single realizations, or of blocks of them.
struct FlowStress {
  std::uint64_t point = 0;
  double value = 0;
};

/// Of this rank's points and realizations.
struct CurveSummaries {
  std::vector<PointSummary> points;
  std::vector<FlowStress> flow_stresses;  ///< by point and realization
};

/// Collective: curves, status, cost, moments and histograms.
[[nodiscard]] CurveSummaries render_curves(Rendering& rendering, ResultWriter& writer);
/// Collective: the fields at chosen strains.
void render_maps(Rendering& rendering, ResultWriter& writer);
/// Collective: the avalanche list.
void render_events(Rendering& rendering, ResultWriter& writer);

}  // namespace yieldscape
