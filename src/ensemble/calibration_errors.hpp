#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "local_model.hpp"

namespace yieldscape {

/// What a local model is made of: many batches at the centre, fewer of the trials of a star around it or
/// around a place nearby.
class Ensembles {
 public:
  Ensembles(const StressTarget& target, const StrainGrid& grid) : target_(&target), grid_(&grid) {}

  void set_star(const Star& star, std::vector<TrialCurves> curves);
  void set_center(const Coordinates& center, TrialCurves curves);

  [[nodiscard]] const Coordinates& center() const noexcept { return center_; }
  [[nodiscard]] const Star& star() const noexcept { return star_; }
  [[nodiscard]] std::size_t star_batches() const { return star_curves_.front().batches(); }
  [[nodiscard]] std::size_t center_batches() const { return center_curves_.batches(); }

  /// All batches, or each of the centre's and of the star's drawn so many times.
  [[nodiscard]] LocalModel model() const { return model({}, {}); }
  [[nodiscard]] LocalModel model(std::span<const double> center_times,
                                 std::span<const double> star_times) const;
  /// The stress curve at an offset from the centre, with the standard error of its mean, shape [T].
  [[nodiscard]] std::vector<Estimate> curve(const Coordinates& offset) const;

 private:
  const StressTarget* target_;
  const StrainGrid* grid_;
  Star star_;
  Coordinates center_{};
  std::vector<TrialCurves> star_curves_;
  TrialCurves center_curves_;
};

/// Standard errors by bootstrap.
struct CalibrationErrors {
  std::array<double, 2> simulated{};    ///< of c0, c1, from the ensemble alone
  std::array<double, 2> coordinates{};  ///< of the coordinates, from the ensemble alone
  std::array<double, 2> total{};        ///< of c0, c1, with the target's own errors
  double correlation = 0;
  std::array<double, 2> response{};          ///< of flow and peak stress at fixed coefficients
  std::vector<SlipCoefficients> replicates;  ///< with the target's own errors
};

/// Resamples the batches, the same ones in every trial of the star, and solves anew. Cost: 400 means of all
/// curves.
[[nodiscard]] CalibrationErrors bootstrap_errors(const Ensembles& ensembles,
                                                 const SlipCoordinates& coordinates,
                                                 std::span<const TargetRow> rows, std::uint64_t seed);

}  // namespace yieldscape
