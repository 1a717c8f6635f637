#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "rendering.hpp"

namespace yieldscape {

/// What a rank has added up of one point.
struct PointSums {
  /// `averaged`: how many of its realizations are averaged over.
  PointSums(std::uint64_t number, std::uint64_t averaged, const EnsembleSpec& spec);

  std::uint64_t point;
  MomentsTree curves;  ///< of all observables, shape [observable, T]
  MomentsTree values;  ///< of flow stress and highest stress of each realization
  /// What is left out at a time to estimate errors, shape [stress and localization, T]; empty if it is single
  /// realizations.
  std::optional<MomentsTree> groups;
  std::vector<std::vector<std::int64_t>> histograms;
};

/// One block of a point under way, as in PointSums: shapes [realization, observable, T], [realization, 2].
struct BlockSamples {
  std::vector<double> curves;
  std::vector<double> values;
};

/// Adds one realization: to its block, its histograms to the point. Returns its flow stress.
double add(const Records& records, const EnsembleSpec& spec, BlockSamples& block, PointSums& point);

/// Adds a whole block, and empties it.
void append(std::uint64_t number, BlockSamples& block, const EnsembleSpec& spec, PointSums& point);

/// Whether all blocks of the point are in it.
[[nodiscard]] bool is_whole(const PointSums& sums, const Blocks& blocks);

// Parts of a point travel between ranks as bytes.
[[nodiscard]] std::vector<std::byte> encode(const PointSums& sums);
/// Adds what a later rank has of the same point.
void append_encoded(std::span<const std::byte> bytes, PointSums& sums);

[[nodiscard]] PointSummary summarize(const PointSums& sums, const Moments& curves, const EnsembleSpec& spec);

/// The rows of /statistics and /histograms of points that follow each other, or of none, given their sums and
/// the totals of their curves.
void write_statistics(const EnsembleSpec& spec, std::span<const PointSums> points,
                      std::span<const Moments> curves, ResultWriter& writer);

}  // namespace yieldscape
