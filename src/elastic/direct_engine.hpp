#pragma once

#include <memory>

#include "kernel_table.hpp"
#include "yieldscape/elastic/strength_engine.hpp"

namespace yieldscape {

/// Adds every slip to every site at once, all slips of a round in one pass over the strengths, which finds
/// the least of them on its way; sites are then looked for only where a group's least is low enough.
/// Cost: Lx Ly multiply-adds a slip.
class DirectEngine final : public StrengthEngine {
 public:
  DirectEngine(const ElasticKernel& kernel, SimdPath path);

  [[nodiscard]] LatticePart part() const noexcept override { return lattice_; }
  void reset(std::span<const double> strength) override;
  WeakestSite weakest() override;
  void unstable(double load, std::vector<Site>& sites) override;
  std::span<const Site> unstable(double load) override;
  void apply(std::span<const Slip> slips) override;
  void read(std::span<double> strength) override;
  std::span<const double> strengths(std::span<double> room) override;

 private:
  Lattice lattice_;
  std::shared_ptr<const KernelTable> kernel_;
  AlignedArray<double> strength_;
  AlignedArray<double> row_least_;
  AlignedArray<double> group_least_;
  AlignedArray<Site> found_;
  SweepKernels::Pair sweep_;
  StrengthRows rows_;
  double least_ = StrengthRows::padding;
};

}  // namespace yieldscape
