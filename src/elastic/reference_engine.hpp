#pragma once

#include "yieldscape/elastic/strength_engine.hpp"

namespace yieldscape {

/// The definition, spelled out site by site: what the other engines are tested against.
class ReferenceEngine final : public StrengthEngine {
 public:
  explicit ReferenceEngine(const ElasticKernel& kernel)
      : kernel_(&kernel), strength_(kernel.zero_mean.lattice()) {}

  [[nodiscard]] LatticePart part() const noexcept override { return strength_.part(); }
  void reset(std::span<const double> strength) override;
  WeakestSite weakest() override;
  using StrengthEngine::unstable;
  void unstable(double load, std::vector<Site>& sites) override;
  void apply(std::span<const Slip> slips) override;
  void read(std::span<double> strength) override;

 private:
  const ElasticKernel* kernel_;
  Field strength_;
};

}  // namespace yieldscape
