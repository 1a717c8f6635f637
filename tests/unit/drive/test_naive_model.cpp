#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "runs.hpp"

namespace yieldscape {
namespace {

/// The model once more, as the paper tells it: the local stress of every site is kept, loaded and
/// redistributed as such, with the whole kernel, q = 0 mode included. No load apart, no strengths, no engine.
class NaiveModel {
 public:
  NaiveModel(const Medium& medium, const Landscape& landscape)
      : medium_(medium),
        landscape_(landscape),
        lattice_(medium.params.lattice),
        stress_(lattice_),
        threshold_(lattice_),
        visits_(lattice_.sites(), 0) {
    for (std::uint32_t i = 0; i < lattice_.sites(); ++i) {
      threshold_[Site(i)] = landscape_.initial_threshold(Site(i), 0);
    }
  }

  [[nodiscard]] double strain() const { return strain_; }
  [[nodiscard]] double mean_stress() const { return mean(stress_.span()); }

  /// Strain at which the next avalanche starts.
  [[nodiscard]] double yield_strain() const {
    return strain_ + std::max(0.0, distance(weakest())) / (2 * medium_.params.moduli.shear_modulus);
  }

  void load_to(double strain) {
    for (double& s : stress_.span()) s += 2 * medium_.params.moduli.shear_modulus * (strain - strain_);
    strain_ = strain;
  }

  Avalanche avalanche() {
    Avalanche avalanche{.strain = strain_, .stress = mean_stress()};
    std::vector<Site> unstable{weakest()};
    while (!unstable.empty()) {
      for (const Site site : unstable) slip(site);
      avalanche.slips += unstable.size();
      ++avalanche.rounds;
      unstable.clear();
      for (std::uint32_t i = 0; i < lattice_.sites(); ++i) {
        if (stress_[Site(i)] >= threshold_[Site(i)]) unstable.push_back(Site(i));
      }
      if (medium_.params.dynamics == Dynamics::extremal && !unstable.empty()) unstable = {weakest()};
    }
    avalanche.stress_drop = avalanche.stress - mean_stress();
    return avalanche;
  }

 private:
  [[nodiscard]] double distance(Site site) const { return threshold_[site] - stress_[site]; }

  [[nodiscard]] Site weakest() const {
    Site weakest{0};
    for (std::uint32_t i = 0; i < lattice_.sites(); ++i) {
      if (distance(Site(i)) < distance(weakest)) weakest = Site(i);
    }
    return weakest;
  }

  void slip(Site site) {
    const Renewal renewal = landscape_.renewal(site, visits_[index(site)]++, threshold_[site]);
    threshold_[site] = renewal.threshold;
    for (int x = 0; x < lattice_.lx(); ++x) {
      for (int y = 0; y < lattice_.ly(); ++y) {
        stress_.at(x, y) +=
            renewal.slip * (medium_.kernel.zero_mean.at(x - lattice_.x(site), y - lattice_.y(site)) +
                            medium_.kernel.uniform);
      }
    }
  }

  const Medium& medium_;
  Landscape landscape_;
  Lattice lattice_;
  double strain_ = 0;
  Field stress_;
  Field threshold_;
  std::vector<std::uint32_t> visits_;
};

class AgainstTheNaiveModel : public testing::TestWithParam<std::tuple<Dynamics, KernelForm>> {};

TEST_P(AgainstTheNaiveModel, TheRunIsTheSameEventByEvent) {
  ModelParams params = test::aged_glass(Lattice(6, 9));
  params.dynamics = std::get<0>(GetParam());
  params.kernel.form = std::get<1>(GetParam());
  const Medium medium(params);
  const StrainGrid grid{.step = 0.01, .count = 60};
  const test::Run run = test::drive(medium, 5, grid);

  NaiveModel model(medium, Landscape(medium.laws, RandomNumbers(4711, 5)));
  std::size_t i = 0;
  for (std::size_t k = 0; k < grid.count; ++k) {
    while (model.yield_strain() <= grid.strain(k)) {
      model.load_to(model.yield_strain());
      const Avalanche expected = model.avalanche();
      ASSERT_LT(i, run.avalanches.size());
      const Avalanche& avalanche = run.avalanches[i++];
      ASSERT_EQ(avalanche.slips, expected.slips) << "avalanche " << i;
      ASSERT_EQ(avalanche.rounds, expected.rounds);
      ASSERT_NEAR(avalanche.strain, expected.strain, 1e-12);
      ASSERT_NEAR(avalanche.stress, expected.stress, 1e-11);
      ASSERT_NEAR(avalanche.stress_drop, expected.stress_drop, 1e-11);
    }
    model.load_to(grid.strain(k));
    ASSERT_NEAR(run.stress[k], model.mean_stress(), 1e-11);
  }
  EXPECT_EQ(i, run.avalanches.size());
  EXPECT_GT(i, 100U);
}

INSTANTIATE_TEST_SUITE_P(DynamicsAndKernels, AgainstTheNaiveModel,
                         testing::Combine(testing::Values(Dynamics::synchronous, Dynamics::extremal),
                                          testing::Values(KernelForm::continuum, KernelForm::laplacian,
                                                          KernelForm::rotated)),
                         [](const auto& test) {
                           return std::string(name(std::get<0>(test.param))) + "_" +
                                  std::string(name(std::get<1>(test.param)));
                         });

}  // namespace
}  // namespace yieldscape
