#pragma once

#include <algorithm>
#include <vector>

#include "yieldscape/elastic/strength_engine.hpp"

namespace yieldscape::bench {

/// The loop one writes first, with care: the kernel with both periods doubled, so that every shifted row is
/// one stream the compiler turns into vector instructions. What the engines are measured against.
class PlainEngine final : public StrengthEngine {
 public:
  explicit PlainEngine(const ElasticKernel& kernel)
      : lattice_(kernel.zero_mean.lattice()),
        stride_(std::size_t(2 * lattice_.ly())),
        kernel_(2 * std::size_t(lattice_.lx()) * stride_),
        strength_(lattice_.sites()) {
    for (int x = 0; x < 2 * lattice_.lx(); ++x) {
      for (int y = 0; y < 2 * lattice_.ly(); ++y) {
        kernel_[std::size_t(x) * stride_ + std::size_t(y)] = kernel.zero_mean.at(x, y);
      }
    }
  }

  [[nodiscard]] LatticePart part() const noexcept override { return lattice_; }
  void reset(std::span<const double> strength) override { std::ranges::copy(strength, strength_.begin()); }

  WeakestSite weakest() override {
    const auto least = std::ranges::min_element(strength_);
    return {.site = Site(std::uint32_t(least - strength_.begin())), .strength = *least};
  }

  using StrengthEngine::unstable;
  void unstable(double load, std::vector<Site>& sites) override {
    sites.clear();
    for (std::uint32_t i = 0; i < strength_.size(); ++i) {
      if (strength_[i] <= load) sites.push_back(Site(i));
    }
  }

  void apply(std::span<const Slip> slips) override {
    for (const Slip& slip : slips) strength_[index(slip.site)] += slip.threshold_jump;
    const std::size_t columns = std::size_t(lattice_.ly());
    for (const Slip& slip : slips) {
      const double amount = slip.amount;
      const std::size_t column = columns - std::size_t(lattice_.y(slip.site));
      for (int x = 0; x < lattice_.lx(); ++x) {
        const int row = x + lattice_.lx() - lattice_.x(slip.site);
        const double* kernel = kernel_.data() + std::size_t(row) * stride_ + column;
        double* strength = strength_.data() + std::size_t(x) * columns;
        for (std::size_t y = 0; y < columns; ++y) strength[y] -= amount * kernel[y];
      }
    }
  }

  void read(std::span<double> strength) override { std::ranges::copy(strength_, strength.begin()); }

 private:
  Lattice lattice_;
  std::size_t stride_;
  std::vector<double> kernel_;
  std::vector<double> strength_;
};

}  // namespace yieldscape::bench
