#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "yieldscape/elastic/strength_engine.hpp"

// A sample driven quasistatically on bare engines: what the tests of large lattices share.
namespace yieldscape::test {

/// Laws of a driven sample: thresholds mean ± std (of a nearly normal shape), slips exponential.
struct Glass {
  double initial_mean;
  double initial_std;
  double renewed_mean;
  double renewed_std;
  double c0;
  double c1;
};
inline constexpr Glass esl{1.14, 0.478, 1.0, 0.436, 0.0276, 0.0206};
inline constexpr Glass gq{1.65, 0.507, 1.0, 0.436, 0.0235, 0.0163};
inline constexpr Glass esl_small_slips{1.14, 0.478, 1.0, 0.436, 0.00506, 0};
inline constexpr Glass gq_large_slips{1.65, 0.507, 1.0, 0.436, 0.42, 0};
inline constexpr Glass disordered{1.14, 0.478, 1.0, 0.436, 0.0031, 0};  // s = 10
inline constexpr Glass homogeneous{1.14, 0.478, 1.0, 0.436, 0.31, 0};   // s = 0.1

/// The disorder of a sample and its load; engines are the caller's.
class DrivenSample {
 public:
  DrivenSample(Lattice lattice, Glass glass, double shear_modulus)
      : glass_(glass),
        load_per_slip_(2 * shear_modulus / double(lattice.sites())),
        threshold_(lattice.sites()),
        visits_(lattice.sites(), 0) {
    for (std::uint64_t i = 0; i < threshold_.size(); ++i) {
      threshold_[i] = glass.initial_mean + glass.initial_std * bell(hash(2 * i));
    }
  }

  [[nodiscard]] const std::vector<double>& thresholds() const { return threshold_; }
  [[nodiscard]] double load() const { return load_; }
  void raise_load(double load) { load_ = std::max(load_, load); }
  [[nodiscard]] std::size_t slips() const { return slips_; }
  /// Of the whole lattice, ε.
  [[nodiscard]] double strain() const {
    return plastic_strain_ + load_ / (load_per_slip_ * double(threshold_.size()));
  }

  /// All sites slip once; the load falls at constant strain.
  std::vector<Slip> slip(const std::vector<Site>& sites) {
    std::vector<Slip> slips;
    for (const Site site : sites) {
      const std::uint64_t draw = hash(2 * index(site) + 1 + 0x10000000000 * ++visits_[index(site)]);
      double& threshold = threshold_[index(site)];
      const double amount = -(glass_.c0 + glass_.c1 * threshold * threshold) * std::log(uniform(draw));
      const double renewed = glass_.renewed_mean + glass_.renewed_std * bell(hash(draw));
      slips.push_back({.site = site, .amount = amount, .threshold_jump = renewed - threshold});
      threshold = renewed;
      load_ -= load_per_slip_ * amount;
      plastic_strain_ += amount / double(threshold_.size());
    }
    slips_ += sites.size();
    return slips;
  }

 private:
  static std::uint64_t hash(std::uint64_t z) {  // splitmix64
    z += 0x9E3779B97F4A7C15;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return z ^ (z >> 31);
  }
  static double uniform(std::uint64_t draw) { return (double(draw >> 11) + 0.5) * 0x1p-53; }
  /// Mean 0, variance 1: three uniform numbers.
  static double bell(std::uint64_t draw) {
    const std::uint64_t second = hash(draw);
    return 2 * (uniform(draw) + uniform(second) + uniform(hash(second)) - 1.5);
  }

  Glass glass_;
  double load_per_slip_;
  std::vector<double> threshold_;
  std::vector<std::uint32_t> visits_;
  double load_ = 0;
  double plastic_strain_ = 0;
  std::size_t slips_ = 0;
};

/// Drive until the sample has made this many slips, to the end of the avalanche.
inline void drive(DrivenSample& sample, StrengthEngine& engine, std::size_t slips) {
  std::vector<Site> unstable;
  while (sample.slips() < slips) {
    const WeakestSite weakest = engine.weakest();
    sample.raise_load(weakest.strength);
    unstable = {weakest.site};
    while (!unstable.empty()) {
      engine.apply(sample.slip(unstable));
      engine.unstable(sample.load(), unstable);
    }
  }
}

}  // namespace yieldscape::test
