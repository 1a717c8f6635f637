#include <gtest/gtest.h>

#include <functional>

#include "runs.hpp"

namespace yieldscape {
namespace {

// A run knows no place and no direction: move, mirror or transpose the disorder of a sample and the same
// avalanches follow. The random numbers belong to sites, so the disorder that moves is that of the initial
// thresholds; renewed thresholds are constant, and slips follow from the thresholds.
class Symmetry : public testing::Test {
 protected:
  [[nodiscard]] static ModelParams params() {
    ModelParams params = test::aged_glass(Lattice(8, 8));
    params.renewed_thresholds = test::constant_law(1.0);
    params.slip = {.kind = SlipKind::constant, .c0 = 0.0235, .c1 = 0.0163};
    return params;
  }

  using Move = std::function<Site(const Lattice&, int x, int y)>;

  test::Run run_moved(const Move& move) {
    Sample sample(medium_, RandomNumbers(4711, 0), EngineKind::direct);
    const Lattice lattice = medium_.params.lattice;
    const Field original = sample.state.threshold;
    for (int x = 0; x < lattice.lx(); ++x) {
      for (int y = 0; y < lattice.ly(); ++y) sample.state.threshold[move(lattice, x, y)] = original.at(x, y);
    }
    sample.engine->reset(sample.state.threshold.span());
    return test::drive(sample, {.step = 0.01, .count = 50});
  }

  // Slips of one round add up in another order, hence rounding.
  void expect_same_run(const Move& move) {
    const test::Run run = run_moved([](const Lattice& lattice, int x, int y) { return lattice.at(x, y); });
    const test::Run moved = run_moved(move);
    ASSERT_EQ(run.avalanches.size(), moved.avalanches.size());
    ASSERT_GT(run.avalanches.size(), 50U);
    for (std::size_t i = 0; i < run.avalanches.size(); ++i) {
      ASSERT_EQ(run.avalanches[i].slips, moved.avalanches[i].slips) << "avalanche " << i;
      ASSERT_EQ(run.avalanches[i].rounds, moved.avalanches[i].rounds);
      ASSERT_NEAR(run.avalanches[i].strain, moved.avalanches[i].strain, 1e-12);
    }
    for (std::size_t k = 0; k < run.stress.size(); ++k) ASSERT_NEAR(run.stress[k], moved.stress[k], 1e-11);
  }

  Medium medium_{params()};
};

TEST_F(Symmetry, UnderAShiftOfTheDisorder) {
  expect_same_run([](const Lattice& lattice, int x, int y) { return lattice.at(x + 3, y + 5); });
}

TEST_F(Symmetry, UnderReflection) {
  expect_same_run([](const Lattice& lattice, int x, int y) { return lattice.at(-x, y); });
}

TEST_F(Symmetry, UnderExchangeOfTheAxes) {
  expect_same_run([](const Lattice& lattice, int x, int y) { return lattice.at(y, x); });
}

// The symmetry is the quadrupole's: other moves give another run.
TEST_F(Symmetry, ButNotUnderShear) {
  const test::Run run = run_moved([](const Lattice& lattice, int x, int y) { return lattice.at(x, y); });
  const test::Run sheared =
      run_moved([](const Lattice& lattice, int x, int y) { return lattice.at(x + y, y); });
  EXPECT_EQ(run.avalanches.at(0).strain, sheared.avalanches.at(0).strain);
  EXPECT_NE(run.stress.back(), sheared.stress.back());
}

}  // namespace
}  // namespace yieldscape
