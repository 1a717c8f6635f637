#pragma once

#include "yieldscape/elastic/strength_engine.hpp"

namespace yieldscape {

/// Adds every slip to every site at once. The kernel is kept with both periods doubled, so that each shifted
/// row is one contiguous stream. Cost: Lx Ly multiply-adds a slip, one scan of Lx Ly a round.
class DirectEngine final : public StrengthEngine {
 public:
  explicit DirectEngine(const ElasticKernel& kernel);

  void reset(std::span<const double> strength) override;
  WeakestSite weakest() override;
  void unstable(double load, std::vector<Site>& sites) override;
  void apply(std::span<const Slip> slips) override;
  void read(std::span<double> strength) override;

 private:
  Lattice lattice_;
  std::vector<double> minus_kernel_;  ///< −G, shape [2 Lx, 2 Ly]
  std::vector<double> strength_;
};

}  // namespace yieldscape
