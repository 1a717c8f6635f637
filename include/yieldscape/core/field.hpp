#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "yieldscape/core/lattice.hpp"

namespace yieldscape {

/// One real number per lattice site: an owning array of shape [Lx, Ly], row-major.
class Field {
 public:
  explicit Field(Lattice lattice, double value = 0.0) : lattice_(lattice), values_(lattice.sites(), value) {}
  Field(Lattice lattice, std::vector<double> values) : lattice_(lattice), values_(std::move(values)) {
    EXPECTS(values_.size() == lattice.sites());
  }

  [[nodiscard]] const Lattice& lattice() const noexcept { return lattice_; }
  [[nodiscard]] double operator[](Site site) const noexcept { return values_[index(site)]; }
  [[nodiscard]] double& operator[](Site site) noexcept { return values_[index(site)]; }
  [[nodiscard]] double at(int x, int y) const noexcept { return values_[index(lattice_.at(x, y))]; }
  [[nodiscard]] double& at(int x, int y) noexcept { return values_[index(lattice_.at(x, y))]; }
  [[nodiscard]] std::span<const double> span() const noexcept { return values_; }
  [[nodiscard]] std::span<double> span() noexcept { return values_; }

  friend bool operator==(const Field&, const Field&) = default;

 private:
  Lattice lattice_;
  std::vector<double> values_;
};

/// Mean over the lattice, summed in site order.
[[nodiscard]] inline double mean(std::span<const double> values) noexcept {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / double(values.size());
}

}  // namespace yieldscape
