#pragma once

#include <span>
#include <vector>

#include "slip_coordinates.hpp"
#include "yieldscape/ensemble/stress_target.hpp"

namespace yieldscape {

/// A response in the neighbourhood of a centre, row by row: level + slope · (u − centre).
struct LocalModel {
  std::vector<double> level;
  std::vector<Coordinates> slope;

  [[nodiscard]] double operator()(std::size_t row, const Coordinates& offset) const {
    return level[row] + slope[row][0] * offset[0] + slope[row][1] * offset[1];
  }
};

/// A centre and how far trials lie above and below it, along each coordinate.
struct Star {
  Coordinates center{};
  Coordinates up{};
  Coordinates down{};

  /// The trials: the centre, then up and down along each coordinate, [1 + 2 size].
  [[nodiscard]] std::vector<Coordinates> trials(std::size_t size) const;
};

/// Slopes at the centre, row by row, exact for a response of second degree. `responses`: one per trial.
[[nodiscard]] std::vector<Coordinates> slopes(const Star& star,
                                              std::span<const std::vector<double>> responses);

/// The offset at which the model meets the wanted values, or comes closest to them by their weights; not
/// finite if the response does not depend on the coordinates.
[[nodiscard]] Coordinates solve(const LocalModel& model, std::span<const TargetRow> rows, std::size_t size);

}  // namespace yieldscape
