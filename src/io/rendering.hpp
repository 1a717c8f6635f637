#pragma once

// The stages of render(): each streams through the results of this rank's share, in bounded memory.

#include <array>
#include <cstdint>
#include <vector>

#include "result_plan.hpp"
#include "result_writer.hpp"
#include "yieldscape/ensemble/statistics.hpp"
#include "yieldscape/io/journal_index.hpp"

namespace yieldscape {

/// What all stages know. Equal on every rank but for the reader.
struct Rendering {
  const Communicator& communicator;
  const EnsembleSpec& spec;
  const JournalIndex& index;
  const std::vector<PointProgress>& points;
  const ResultContents& contents;
  ResultReader reader;

  /// The place of a task's result, nullptr if there is none.
  [[nodiscard]] const DoneTask* find(std::uint64_t point, std::uint64_t realization) const;
  /// Reads it, checked against the shapes of this ensemble. Throws CorruptError.
  [[nodiscard]] RealizationResult read(const DoneTask& done, std::uint64_t point);
};

/// Items first … last − 1 of a total, dealt to ranks in order.
struct Share {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  [[nodiscard]] std::uint64_t size() const noexcept { return last - first; }
};
[[nodiscard]] Share share_of(std::uint64_t total, int rank, int ranks) noexcept;

/// Realizations first … last − 1 of one point, at most statistics_block of them: the unit of the statistics.
struct Block {
  std::uint64_t point;
  std::uint64_t number;  ///< within the point
  std::uint64_t first;
  std::uint64_t last;
};
/// All blocks of all points: every point has as many, those of the largest.
class Blocks {
 public:
  explicit Blocks(const ResultContents& contents);
  [[nodiscard]] std::uint64_t total() const noexcept { return points_ * per_point_; }
  [[nodiscard]] std::uint64_t per_point() const noexcept { return per_point_; }
  [[nodiscard]] Block operator[](std::uint64_t i) const noexcept;
  /// The rank whose share holds block i.
  [[nodiscard]] int owner(std::uint64_t i, int ranks) const noexcept;

 private:
  std::uint64_t points_;
  std::uint64_t realizations_;
  std::uint64_t per_point_;
};

/// What is read off the curves of one point; written by the root at the end.
struct PointSummary {
  std::uint64_t point = 0;
  CurveFeatures features;  ///< of the mean curves
  double flow_stress = 0;
  double flow_stress_sem = 0;
  double mean_of_peaks = 0;
  double mean_of_peaks_sem = 0;
};

struct FlowStress {
  std::uint64_t point = 0;
  double value = 0;
};

/// Of this rank's points and realizations.
struct CurveSummaries {
  std::vector<PointSummary> points;
  std::vector<FlowStress> flow_stresses;  ///< of the averaged realizations, by point and realization
};

/// Collective: curves, status, cost, moments and histograms.
[[nodiscard]] CurveSummaries render_curves(Rendering& rendering, ResultWriter& writer);
/// Collective: the fields at chosen strains.
void render_maps(Rendering& rendering, ResultWriter& writer);
/// Collective: the avalanche list.
void render_events(Rendering& rendering, ResultWriter& writer);

/// Standard errors of the features of the mean curves by leaving out one realization at a time.
struct JackknifeErrors {
  double peak_stress = 0;
  double peak_strain = 0;
  double yield_strain = 0;
  double localization_max = 0;
};
/// Collective: on the root, by point; reads the mean curves from the file. Elsewhere: empty.
[[nodiscard]] std::vector<JackknifeErrors> jackknife_errors(Rendering& rendering,
                                                            const std::filesystem::path& file);

}  // namespace yieldscape
