#include <gtest/gtest.h>

#include "../support/glasses.hpp"
#include "yieldscape/model/avalanche.hpp"
#include "yieldscape/model/sample.hpp"

namespace yieldscape {
namespace {

/// A sample whose events the engines must agree on.
struct Case {
  const char* name;
  Lattice lattice;
  KernelForm form;
  double disorder_strength;
  ThresholdSpec initial;
};

std::ostream& operator<<(std::ostream& out, const Case& c) {
  return out << c.name;
}

// Even in neither axis and not symmetric.
std::shared_ptr<const Field> skewed_table(Lattice lattice) {
  const Field even = elastic_kernel(lattice, test::gq_moduli, {}).zero_mean;
  auto table = std::make_shared<Field>(lattice);
  for (int x = 0; x < lattice.lx(); ++x) {
    for (int y = 0; y < lattice.ly(); ++y) {
      table->at(x, y) = 0.7 * even.at(x, y) + 0.2 * even.at(x - 1, y - 3) + 0.1 * even.at(x + 2, y);
    }
  }
  return table;
}

ModelParams params(const Case& c) {
  ModelParams point{.lattice = c.lattice,
                    .moduli = test::gq_moduli,
                    .kernel = {.form = c.form},
                    .initial_thresholds = c.initial,
                    .renewed_thresholds = test::mct_thresholds()};
  if (c.form == KernelForm::file) point.kernel.table = skewed_table(c.lattice);
  point.slip.c0 = test::mct_thresholds().std / (point.moduli.effective_modulus() * c.disorder_strength);
  return point;
}

class EngineEvents : public testing::TestWithParam<Case> {};

// The direct engine adds in the order of the definition: not a bit may differ, over 1.2e5 slips in all cases.
TEST_P(EngineEvents, AreThoseOfTheReferenceInEveryBit) {
  constexpr std::uint64_t slips = 12'000;
  constexpr std::uint64_t round_limit = 1'000'000;
  const Medium medium(params(GetParam()));
  const RandomNumbers random(17, 3);
  Sample direct(medium, random, EngineKind::direct);
  Sample reference(medium, random, EngineKind::reference);
  while (reference.state.slips < slips) {
    const WeakestSite weakest = direct.engine->weakest();
    const WeakestSite expected = reference.engine->weakest();
    ASSERT_EQ(weakest.site, expected.site);
    ASSERT_EQ(weakest.strength, expected.strength);
    for (Sample* sample : {&direct, &reference}) {
      sample->state.stress = std::max(sample->state.stress, expected.strength);
    }
    ASSERT_EQ(relax(direct, weakest.site, round_limit), relax(reference, expected.site, round_limit));
  }
  EXPECT_EQ(direct.state.plastic_strain, reference.state.plastic_strain);
  EXPECT_EQ(direct.state.threshold, reference.state.threshold);
  EXPECT_EQ(direct.state.visits, reference.state.visits);
}

INSTANTIATE_TEST_SUITE_P(
    Cases, EngineEvents,
    testing::Values(Case{"banded", {16, 16}, KernelForm::continuum, 1, test::gq_thresholds()},
                    Case{"prime", {17, 13}, KernelForm::continuum, 1, test::gq_thresholds()},
                    Case{"laplacian", {24, 10}, KernelForm::laplacian, 1, test::esl_thresholds()},
                    Case{"rotated", {15, 15}, KernelForm::rotated, 1, test::esl_thresholds()},
                    Case{"file", {16, 16}, KernelForm::file, 1, test::esl_thresholds()},
                    Case{"file_oblong", {9, 31}, KernelForm::file, 1, test::gq_thresholds()},
                    Case{"homogeneous", {16, 16}, KernelForm::continuum, 0.1, test::gq_thresholds()},
                    Case{"disordered", {20, 20}, KernelForm::continuum, 10, test::esl_thresholds()},
                    Case{"large", {48, 40}, KernelForm::continuum, 1, test::gq_thresholds()},
                    Case{"long_rows", {5, 100}, KernelForm::continuum, 1, test::esl_thresholds()}),
    [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace yieldscape
