#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "yieldscape/core/field.hpp"
#include "yieldscape/model/avalanche.hpp"
#include "yieldscape/observe/observable.hpp"

namespace yieldscape {

/// What a realization records beside the curves.
struct RecordSpec {
  bool realizations = true;                ///< keep every curve in the result file
  bool events = false;                     ///< the avalanche list
  std::vector<std::size_t> maps_at;        ///< grid numbers k of the strains at which fields are kept
  std::uint32_t maps_realizations = 1;     ///< fields of realizations 0 … this − 1 of each point
  std::vector<std::size_t> histograms_at;  ///< grid numbers k
  double histogram_lower = -2;             ///< LJ stress
  double histogram_upper = 6;              ///< LJ stress
  std::uint32_t histogram_bins = 160;

  /// Lower edge of bin i + 1, 0 <= i <= histogram_bins; it belongs to that bin.
  [[nodiscard]] double histogram_edge(std::uint32_t i) const noexcept {
    return histogram_lower + double(i) * ((histogram_upper - histogram_lower) / double(histogram_bins));
  }
};

/// Curves of all observables of one realization.
class Series {
 public:
  explicit Series(std::size_t strains) : strains_(strains), values_(strains * observable_count) {}
  [[nodiscard]] std::size_t strains() const noexcept { return strains_; }
  /// The curve of one observable, shape [T].
  [[nodiscard]] std::span<const double> operator[](Observable observable) const noexcept {
    return std::span(values_).subspan(std::size_t(observable) * strains_, strains_);
  }
  [[nodiscard]] std::span<double> operator[](Observable observable) noexcept {
    return std::span(values_).subspan(std::size_t(observable) * strains_, strains_);
  }
  /// All curves, shape [observable, T].
  [[nodiscard]] std::span<const double> values() const noexcept { return values_; }
  [[nodiscard]] std::span<double> values() noexcept { return values_; }
  friend bool operator==(const Series&, const Series&) = default;

 private:
  std::size_t strains_;
  std::vector<double> values_;
};

/// The fields of one stable state carried to a grid strain; shapes [Lx, Ly].
struct FieldMap {
  std::size_t grid = 0;                ///< k: strain = (k + 1) · step
  std::vector<double> strain;          ///< local total strain ε_p + σ/2μ
  std::vector<double> plastic_strain;  ///< ε_p
  std::vector<double> stress;          ///< σ, LJ stress
  std::vector<double> threshold;       ///< σ_c, LJ stress
  friend bool operator==(const FieldMap&, const FieldMap&) = default;
};

/// Counts of sites by strength x and by threshold σ_c; bin 0 holds all below, the last one all at or above
/// the range: shape [bins + 2].
struct Histogram {
  std::size_t grid = 0;
  std::vector<std::uint64_t> strength;
  std::vector<std::uint64_t> threshold;
  friend bool operator==(const Histogram&, const Histogram&) = default;
};

/// All that one realization leaves behind; a plain value, decided by (seed, point, realization) alone.
struct Records {
  Series series{0};
  std::vector<Avalanche> avalanches;  ///< empty unless asked for
  std::vector<FieldMap> maps;
  std::vector<Histogram> histograms;
  friend bool operator==(const Records&, const Records&) = default;
};

}  // namespace yieldscape
