#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "yieldscape/core/lattice_part.hpp"

namespace yieldscape {

/// One real number per site of a lattice or of a part of it: an owning array of shape [rows, Ly], row-major.
class Field {
 public:
  explicit Field(LatticePart part, double value = 0.0) : part_(part), values_(part.sites(), value) {}
  Field(LatticePart part, std::vector<double> values) : part_(part), values_(std::move(values)) {
    EXPECTS(values_.size() == part.sites());
  }

  [[nodiscard]] const Lattice& lattice() const noexcept { return part_.lattice(); }
  [[nodiscard]] const LatticePart& part() const noexcept { return part_; }
  [[nodiscard]] double operator[](Site site) const noexcept { return values_[part_.place(site)]; }
  [[nodiscard]] double& operator[](Site site) noexcept { return values_[part_.place(site)]; }
  [[nodiscard]] double at(int x, int y) const noexcept { return (*this)[lattice().at(x, y)]; }
  [[nodiscard]] double& at(int x, int y) noexcept { return (*this)[lattice().at(x, y)]; }
  [[nodiscard]] std::span<const double> span() const noexcept { return values_; }
  [[nodiscard]] std::span<double> span() noexcept { return values_; }

  friend bool operator==(const Field&, const Field&) = default;

 private:
  LatticePart part_;
  std::vector<double> values_;
};

/// Mean over the lattice, summed in site order.
[[nodiscard]] inline double mean(std::span<const double> values) noexcept {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / double(values.size());
}

}  // namespace yieldscape
