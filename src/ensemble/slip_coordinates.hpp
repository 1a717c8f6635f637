#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include "yieldscape/ensemble/trial.hpp"

namespace yieldscape {

using Coordinates = std::array<double, 2>;

/// Where the search for c0 and c1 moves. The first coordinate is the logarithm of the mean slip
/// c0 + c1 <σ_c²>, which sets the flow stress; the second the share of it that c1 makes, which sets the peak.
/// c1 = 0 and c0 = 0 are its ends, 0 and 1. With c0 alone: its logarithm.
class SlipCoordinates {
 public:
  /// `second_moment`: <σ_c²> of the renewed thresholds. `slip_scale`: std(σ_c)/μ*, the mean slip at s = 1,
  /// eq. (3). `fixed_c1`: c1 if c0 alone is fitted.
  SlipCoordinates(std::size_t size, double second_moment, double slip_scale, double fixed_c1)
      : size_(size), second_moment_(second_moment), slip_scale_(slip_scale), fixed_c1_(fixed_c1) {}

  [[nodiscard]] std::size_t size() const noexcept { return size_; }

  [[nodiscard]] SlipCoefficients at(const Coordinates& u) const {
    const double slip = std::exp(u[0]);
    if (size_ == 1) return {.c0 = slip, .c1 = fixed_c1_};
    return {.c0 = slip * (1 - u[1]), .c1 = slip * u[1] / second_moment_};
  }
  [[nodiscard]] Coordinates of(const SlipCoefficients& c) const {
    const double slip = size_ == 1 ? c.c0 : c.c0 + c.c1 * second_moment_;
    return {std::log(slip), size_ == 1 ? 0 : c.c1 * second_moment_ / slip};
  }

  /// Slips for disorder strengths s from 0.02 to 50: beyond, the model is another one.
  [[nodiscard]] double lower(std::size_t i) const { return i == 0 ? std::log(slip_scale_ / 50) : 0; }
  [[nodiscard]] double upper(std::size_t i) const { return i == 0 ? std::log(slip_scale_ / 0.02) : 1; }

  /// The nearest place that keeps `room` to the ends.
  [[nodiscard]] Coordinates confined(Coordinates u, double room) const {
    for (std::size_t i = 0; i < size_; ++i) u[i] = std::clamp(u[i], lower(i) + room, upper(i) - room);
    return u;
  }

 private:
  std::size_t size_;
  double second_moment_;
  double slip_scale_;
  double fixed_c1_;
};

}  // namespace yieldscape
