#include <gmock/gmock.h>

#include <algorithm>
#include <random>

#include "kernel_forms.hpp"
#include "yieldscape/elastic/strength_engine.hpp"

namespace yieldscape {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr EngineKind engine_kinds[] = {EngineKind::direct, EngineKind::reference};

std::vector<double> strengths(StrengthEngine& engine, Lattice lattice) {
  std::vector<double> values(lattice.sites());
  engine.read(values);
  std::vector<double> room(lattice.sites());
  EXPECT_TRUE(std::ranges::equal(engine.strengths(room), values));
  return values;
}

class EveryEngine : public testing::TestWithParam<EngineKind> {
 protected:
  // A kernel without symmetry tells r − r' from r' − r and x from y.
  Lattice lattice_{2, 3};
  ElasticKernel kernel_{.zero_mean = Field(lattice_, std::vector<double>{-7, 1, 2, 3, 5, -4}), .uniform = -1};
  std::unique_ptr<StrengthEngine> engine_ = make_engine(GetParam(), kernel_);
};

TEST_P(EveryEngine, ASlipTakesTheShiftedKernelFromTheStrengths) {
  engine_->reset(std::vector<double>(6, 10.0));
  // Site (1, 2): strength at (x, y) falls by 2 G(x − 1, y − 2), and the site gets its threshold jump.
  engine_->apply(std::vector<Slip>{{.site = Site(5), .amount = 2, .threshold_jump = 0.5}});
  EXPECT_THAT(strengths(*engine_, lattice_),
              ElementsAre(10 - 2 * 5, 10 + 2 * 4, 10 - 2 * 3, 10 - 2 * 1, 10 - 2 * 2, 10 + 2 * 7 + 0.5));
}

TEST_P(EveryEngine, SlipsOfOneRoundAdd) {
  engine_->reset(std::vector<double>(6, 10.0));
  engine_->apply(std::vector<Slip>{{.site = Site(0), .amount = 1, .threshold_jump = 0.25},
                                   {.site = Site(1), .amount = 2, .threshold_jump = -0.5}});
  EXPECT_THAT(strengths(*engine_, lattice_), ElementsAre(10 + 7 - 4 + 0.25, 10 - 1 + 14 - 0.5, 10 - 2 - 2,
                                                         10 - 3 + 8, 10 - 5 - 6, 10 + 4 - 10));
}

TEST_P(EveryEngine, WeakestOfEqualsHasTheLowestNumber) {
  engine_->reset(std::vector<double>{3, 2, -1, 5, -1, 0});
  EXPECT_EQ(engine_->weakest().site, Site(2));
  EXPECT_EQ(engine_->weakest().strength, -1);
  engine_->reset(std::vector<double>(6, 4.0));
  EXPECT_EQ(engine_->weakest().site, Site(0));
}

TEST_P(EveryEngine, UnstableSitesAreThoseAtOrBelowTheLoadInOrder) {
  engine_->reset(std::vector<double>{3, 2, -1, 5, 2, 0});
  std::vector<Site> sites{Site(3)};
  engine_->unstable(2, sites);
  EXPECT_THAT(sites, ElementsAre(Site(1), Site(2), Site(4), Site(5)));
  engine_->unstable(-2, sites);
  EXPECT_THAT(sites, IsEmpty());
}

TEST_P(EveryEngine, ResetForgetsAllSlips) {
  engine_->reset(std::vector<double>(6, 1.0));
  engine_->apply(std::vector<Slip>{{.site = Site(3), .amount = 1, .threshold_jump = 1}});
  engine_->reset(std::vector<double>{1, 2, 3, 4, 5, 6});
  EXPECT_THAT(strengths(*engine_, lattice_), ElementsAre(1, 2, 3, 4, 5, 6));
}

INSTANTIATE_TEST_SUITE_P(Engines, EveryEngine, testing::ValuesIn(engine_kinds), [](const auto& test) {
  return std::string(test.param == EngineKind::direct ? "direct" : "reference");
});

// The same slips, a few thousand of them, leave the same bits and give the same sites.
class EngineAgreement : public testing::TestWithParam<std::tuple<test::Shape, SimdPath>> {};

// 1 to 11 slips a round, now and then more than one pass takes.
void expect_agreement(const ElasticKernel& kernel, SimdPath path) {
  const Lattice lattice = kernel.zero_mean.lattice();
  const auto direct = make_engine(EngineKind::direct, kernel, path);
  const auto reference = make_engine(EngineKind::reference, kernel);

  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> uniform(0, 1);
  std::uniform_int_distribution<std::uint32_t> any_site(0, std::uint32_t(lattice.sites() - 1));
  std::vector<double> strength(lattice.sites());
  for (double& x : strength) x = uniform(random);
  direct->reset(strength);
  reference->reset(strength);

  std::vector<Slip> slips;
  std::vector<Site> unstable;
  std::vector<Site> expected;
  const std::size_t rounds = lattice.sites() > 1000 ? 100 : 800;
  for (std::size_t round = 0; round < rounds; ++round) {
    slips.clear();
    for (std::size_t i = 0; i < 1 + round % 11; ++i) {
      slips.push_back({.site = Site(any_site(random)),
                       .amount = 0.1 * uniform(random),
                       .threshold_jump = uniform(random) - 0.5});
    }
    direct->apply(slips);
    reference->apply(slips);
    ASSERT_EQ(direct->weakest().site, reference->weakest().site);
    ASSERT_EQ(direct->weakest().strength, reference->weakest().strength);
    const double load = reference->weakest().strength + 0.3 * uniform(random);
    direct->unstable(load, unstable);
    reference->unstable(load, expected);
    ASSERT_EQ(unstable, expected);
    if (round % 50 == 0 || round + 1 == rounds) {
      ASSERT_EQ(strengths(*direct, lattice), strengths(*reference, lattice));
    }
  }
}

TEST_P(EngineAgreement, WithTheReferenceInEveryBit) {
  const auto [shape, path] = GetParam();
  expect_agreement(elastic_kernel(shape.lattice(), test::glass_moduli, {}), path);
}

// Without symmetry no rows can be shared, and every shift of rows and columns shows.
TEST_P(EngineAgreement, ForAKernelWithoutSymmetry) {
  const auto [shape, path] = GetParam();
  std::mt19937_64 random(shape.lx);
  std::normal_distribution<double> normal;
  ElasticKernel kernel{.zero_mean = Field(shape.lattice()), .uniform = -1};
  for (double& value : kernel.zero_mean.span()) value = normal(random);
  expect_agreement(kernel, path);
}

INSTANTIATE_TEST_SUITE_P(
    ShapesAndPaths, EngineAgreement,
    testing::Combine(testing::Values(test::Shape{1, 1}, test::Shape{2, 2}, test::Shape{1, 7},
                                     test::Shape{7, 20}, test::Shape{33, 17}, test::Shape{15, 15},
                                     test::Shape{16, 16}, test::Shape{24, 24}, test::Shape{16, 32},
                                     test::Shape{50, 9}, test::Shape{48, 48}, test::Shape{5, 100},
                                     test::Shape{300, 3}),
                     testing::ValuesIn(available_simd_paths().begin(), available_simd_paths().end())),
    [](const auto& test) {
      return label(std::get<0>(test.param)) + "_" + std::string(name(std::get<1>(test.param)));
    });

TEST(EngineDeathTest, RefusesStrengthsOfAnotherSize) {
  const ElasticKernel kernel = elastic_kernel(Lattice(2, 3), test::glass_moduli, {});
  for (const EngineKind kind : engine_kinds) {
    const auto engine = make_engine(kind, kernel);
    std::vector<double> wrong(5);
    EXPECT_DEATH(engine->reset(wrong), "precondition violated");
    EXPECT_DEATH(engine->read(wrong), "precondition violated");
  }
}

}  // namespace
}  // namespace yieldscape
