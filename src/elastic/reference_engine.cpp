#include "reference_engine.hpp"

#include <algorithm>
#include <cmath>

namespace yieldscape {

void ReferenceEngine::reset(std::span<const double> strength) {
  EXPECTS(strength.size() == strength_.span().size());
  std::ranges::copy(strength, strength_.span().begin());
}

WeakestSite ReferenceEngine::weakest() {
  WeakestSite weakest{.site = Site(0), .strength = strength_[Site(0)]};
  for (std::uint32_t i = 1; i < strength_.lattice().sites(); ++i) {
    if (strength_[Site(i)] < weakest.strength) weakest = {.site = Site(i), .strength = strength_[Site(i)]};
  }
  return weakest;
}

void ReferenceEngine::unstable(double load, std::vector<Site>& sites) {
  sites.clear();
  for (std::uint32_t i = 0; i < strength_.lattice().sites(); ++i) {
    if (strength_[Site(i)] <= load) sites.push_back(Site(i));
  }
}

void ReferenceEngine::apply(std::span<const Slip> slips) {
  const Lattice lattice = strength_.lattice();
  for (const Slip& slip : slips) strength_[slip.site] += slip.threshold_jump;
  for (const Slip& slip : slips) {
    for (int x = 0; x < lattice.lx(); ++x) {
      for (int y = 0; y < lattice.ly(); ++y) {
        const double kernel = kernel_->zero_mean.at(x - lattice.x(slip.site), y - lattice.y(slip.site));
        strength_.at(x, y) = std::fma(slip.amount, -kernel, strength_.at(x, y));
      }
    }
  }
}

void ReferenceEngine::read(std::span<double> strength) {
  EXPECTS(strength.size() == strength_.span().size());
  std::ranges::copy(strength_.span(), strength.begin());
}

}  // namespace yieldscape
