#include "direct_engine.hpp"

#include <algorithm>

#include "yieldscape/core/error.hpp"

namespace yieldscape {

DirectEngine::DirectEngine(const ElasticKernel& kernel)
    : lattice_(kernel.zero_mean.lattice()), minus_kernel_(4 * lattice_.sites()), strength_(lattice_.sites()) {
  for (int x = 0; x < 2 * lattice_.lx(); ++x) {
    for (int y = 0; y < 2 * lattice_.ly(); ++y) {
      minus_kernel_[std::size_t(x) * 2 * lattice_.ly() + y] = -kernel.zero_mean.at(x, y);
    }
  }
}

void DirectEngine::reset(std::span<const double> strength) {
  EXPECTS(strength.size() == strength_.size());
  std::ranges::copy(strength, strength_.begin());
}

WeakestSite DirectEngine::weakest() {
  double least = strength_[0];
  for (const double x : strength_) least = x < least ? x : least;
  const auto place = std::ranges::find(strength_, least);
  if (place == strength_.end()) throw RealizationError("a plastic strength is not a number");
  return {.site = Site(std::uint32_t(place - strength_.begin())), .strength = least};
}

void DirectEngine::unstable(double load, std::vector<Site>& sites) {
  sites.clear();
  for (std::size_t i = 0; i < strength_.size(); ++i) {
    if (strength_[i] <= load) sites.push_back(Site(std::uint32_t(i)));
  }
}

void DirectEngine::apply(std::span<const Slip> slips) {
  for (const Slip& slip : slips) strength_[index(slip.site)] += slip.threshold_jump;
  const std::size_t ly = std::size_t(lattice_.ly());
  for (const Slip& slip : slips) {
    // Row x of the lattice lies at row x − x' + Lx of the doubled kernel, columns from Ly − y' on.
    const double* kernel = minus_kernel_.data() +
                           std::size_t(lattice_.lx() - lattice_.x(slip.site)) * 2 * ly +
                           std::size_t(lattice_.ly() - lattice_.y(slip.site));
    double* strength = strength_.data();
    for (int x = 0; x < lattice_.lx(); ++x, strength += ly, kernel += 2 * ly) {
      for (std::size_t y = 0; y < ly; ++y) strength[y] += slip.amount * kernel[y];
    }
  }
}

void DirectEngine::read(std::span<double> strength) {
  EXPECTS(strength.size() == strength_.size());
  std::ranges::copy(strength_, strength.begin());
}

}  // namespace yieldscape
