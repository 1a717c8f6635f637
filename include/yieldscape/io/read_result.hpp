#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace yieldscape {

/// One point of a result, in figures. Stresses in LJ stress; errors are standard errors.
struct PointResult {
  std::string name;
  std::string glass;
  std::string scenario;
  double N = 0;
  double disorder_strength = 0;
  double age = 0;
  double c0 = 0;
  double c1 = 0;
  std::int64_t realizations = 0;  ///< averaged
  std::int64_t realizations_requested = 0;
  std::int64_t realizations_done = 0;
  std::int64_t realizations_failed = 0;
  double flow_stress = 0;
  double flow_stress_sem = 0;
  double peak_stress = 0;
  double peak_stress_sem = 0;
  double peak_strain = 0;
  double peak_strain_sem = 0;
  double mean_of_peaks = 0;  ///< of the realizations' own peaks
  double mean_of_peaks_sem = 0;
  double localization_max = 0;
  double localization_max_sem = 0;
};

struct ResultOverview {
  std::string title;
  std::string source;  ///< program and version
  bool partial = false;
  double strain_max = 0;
  std::size_t strains = 0;
  std::size_t sessions = 0;
  double slips = 0;            ///< over all sessions
  double core_seconds = 0;     ///< CPU time in the physics, over all sessions
  std::int64_t near_ties = 0;  ///< over all realizations, see RealizationResult
  std::vector<PointResult> points;
};

/// Throws IoError if the file cannot be read, CorruptError if it is not a result of this program.
[[nodiscard]] ResultOverview read_overview(const std::filesystem::path& path);

/// The curve of one point, shape [T]; `quantity` is the name of a dataset [P, T], say "stress_mean".
[[nodiscard]] std::vector<double> read_mean_curve(const std::filesystem::path& path, std::size_t point,
                                                  const std::string& quantity);

/// Name and checksum of every dataset outside /provenance: two results with equal ones hold the same data.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> read_checksums(
    const std::filesystem::path& path);

}  // namespace yieldscape
