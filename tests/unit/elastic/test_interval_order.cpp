#include <gtest/gtest.h>

#include <random>

#include "driven_sample.hpp"
#include "interval_engine.hpp"
#include "kernel_forms.hpp"

namespace yieldscape {
namespace {

using test::Glass;
using test::Shape;

/// A state and how the events from there on are compared.
struct Flow {
  const char* name;
  Shape shape;
  KernelSpec kernel;
  Glass glass;
  double slips_per_site;  ///< made before the comparison begins
};

std::ostream& operator<<(std::ostream& out, const Flow& flow) {
  return out << flow.name;
}

const KernelSpec continuum{};
const KernelSpec laplacian{.form = KernelForm::laplacian};
const KernelSpec rotated{.form = KernelForm::rotated};
const KernelSpec local{.normalization = KernelNormalization::local};

const Flow flows[] = {
    {"steady", {128, 128}, continuum, test::esl, 2},
    {"banded", {128, 128}, continuum, test::gq, 2},
    {"banded_prime", {131, 127}, continuum, test::gq, 1},
    {"elastic_start", {200, 144}, continuum, test::esl, 0},
    {"sparse_start", {128, 128}, continuum, test::esl_small_slips, 0.1},
    {"small_slips", {128, 128}, continuum, test::esl_small_slips, 3},
    {"large_slips", {96, 160}, continuum, test::gq_large_slips, 0.5},
    {"large_slips_start", {163, 161}, continuum, test::gq_large_slips, 0},
    {"disordered", {131, 128}, continuum, test::disordered, 5},
    {"homogeneous", {128, 97}, continuum, test::homogeneous, 2},
    {"laplacian", {160, 96}, laplacian, test::gq, 1},
    {"rotated", {129, 133}, rotated, test::esl, 1},
    {"half_prime", {96, 158}, continuum, test::gq, 1},
    {"local", {96, 171}, local, test::gq, 1},
    {"skewed", {200, 144}, test::skewed_kernel(Lattice(200, 144)), test::gq, 0.5},
    {"skewed_prime", {101, 137}, test::skewed_kernel(Lattice(101, 137)), test::esl, 1},
    {"smallest", {65, 65}, continuum, test::gq, 2},
};

// What a cell is said to have at least must be what it has, at every level, with room for the drift of one
// engine's sums against the other's.
void expect_bounds_hold(const IntervalEngine& engine, StrengthEngine& direct, Lattice lattice) {
  std::vector<double> strength(lattice.sites());
  direct.read(strength);
  const IntervalEngine::LowerBounds bounds = engine.lower_bounds();
  double slack = 0;
  for (std::size_t i = 0; i < strength.size(); ++i) {
    ASSERT_LE(bounds.cell[i], strength[i] + 1e-11) << "cell of site " << i;
    ASSERT_LE(bounds.tile[i], bounds.cell[i]) << "tile of site " << i;
    ASSERT_LE(bounds.block[i], bounds.tile[i] + 1e-11) << "block of site " << i;
    slack += strength[i] - bounds.cell[i];
  }
  EXPECT_LT(slack / double(strength.size()), 1) << "bounds that say nothing";
}

class IntervalOrder : public testing::TestWithParam<Flow> {};

// The same slips of the same sites in the same rounds as the direct engine, 1e5 of them over all states, and
// the invariant of the bounds at random moments between.
TEST_P(IntervalOrder, IsThatOfTheDirectEngine) {
  const Flow& flow = GetParam();
  const Lattice lattice = flow.shape.lattice();
  const ElasticKernel kernel = elastic_kernel(lattice, test::glass_moduli, flow.kernel);
  test::DrivenSample sample(lattice, flow.glass, test::glass_moduli.shear_modulus);
  IntervalEngine engine(kernel);
  engine.reset(sample.thresholds());
  test::drive(sample, engine, std::size_t(flow.slips_per_site * double(lattice.sites())));

  std::vector<double> strength(lattice.sites());
  std::vector<double> expected_strength(lattice.sites());
  engine.read(strength);
  const auto direct = make_engine(EngineKind::direct, kernel);
  direct->reset(strength);

  std::mt19937_64 random(11);
  constexpr std::size_t events = 6400;
  const std::size_t end = sample.slips() + events;
  std::vector<Site> unstable;
  std::vector<Site> expected;
  while (sample.slips() < end) {
    const WeakestSite weakest = direct->weakest();
    const WeakestSite found = engine.weakest();
    ASSERT_EQ(found.site, weakest.site);
    ASSERT_NEAR(found.strength, weakest.strength, 1e-9);
    sample.raise_load(weakest.strength);
    expected = {weakest.site};
    while (!expected.empty()) {
      const std::vector<Slip> slips = sample.slip(expected);
      direct->apply(slips);
      engine.apply(slips);
      direct->unstable(sample.load(), expected);
      engine.unstable(sample.load(), unstable);
      ASSERT_EQ(unstable, expected) << "after " << sample.slips() << " slips";
      if (random() % 150 == 0) expect_bounds_hold(engine, *direct, lattice);
      if (HasFatalFailure()) return;
    }
  }
  EXPECT_EQ(engine.near_ties(), 0);
  direct->read(expected_strength);
  engine.read(strength);
  for (std::size_t i = 0; i < strength.size(); ++i) ASSERT_NEAR(strength[i], expected_strength[i], 1e-9);
}

INSTANTIATE_TEST_SUITE_P(Flows, IntervalOrder, testing::ValuesIn(flows),
                         [](const auto& test) { return std::string(test.param.name); });

// Every instruction set of this processor, chosen by hand: the same bits, strengths and loads alike.
class IntervalInstructions : public testing::TestWithParam<Flow> {};

TEST_P(IntervalInstructions, AllGiveTheSameBits) {
  const Flow& flow = GetParam();
  const Lattice lattice = flow.shape.lattice();
  const ElasticKernel kernel = elastic_kernel(lattice, test::glass_moduli, flow.kernel);
  std::vector<double> expected;
  std::vector<double> strength(lattice.sites());
  double expected_load = 0;
  for (const SimdPath set : available_simd_paths()) {
    test::DrivenSample sample(lattice, flow.glass, test::glass_moduli.shear_modulus);
    IntervalEngine engine(kernel, set);
    engine.reset(sample.thresholds());
    test::drive(sample, engine, 20'000);
    engine.read(strength);
    if (expected.empty()) {
      expected = strength;
      expected_load = sample.load();
    }
    EXPECT_EQ(strength, expected) << "instruction set " << int(set);
    EXPECT_EQ(sample.load(), expected_load);
  }
}

INSTANTIATE_TEST_SUITE_P(Flows, IntervalInstructions,
                         testing::Values(flows[1], flows[2], flows[7], flows[9], flows[12]),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace yieldscape
