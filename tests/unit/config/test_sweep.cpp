#include <gmock/gmock.h>

#include "scratch_config.hpp"
#include "yieldscape/config/sweep.hpp"

namespace yieldscape::test {
namespace {

using testing::ElementsAre;

std::vector<std::string> names_of(std::string_view more) {
  std::vector<std::string> names;
  for (const Point& point : read_text(with(more)).ensemble.points) names.push_back(point.labels().name);
  return names;
}

std::vector<double> c0_of(std::string_view more) {
  std::vector<double> values;
  for (const Point& point : read_text(with(more)).ensemble.points) values.push_back(point.params().slip.c0);
  return values;
}

TEST(Sweep, CrossesAxesTheLastRunningFastest) {
  EXPECT_THAT(
      names_of("sweep: {cross: [{lattice.N: [16, 32]}, {slip.c0: [0.1, .2, 3e-1]}]}\n"),
      ElementsAre("N=16,c0=0.1", "N=16,c0=0.2", "N=16,c0=0.3", "N=32,c0=0.1", "N=32,c0=0.2", "N=32,c0=0.3"));
}

TEST(Sweep, KnowsKeysByTheirLastComponent) {
  const auto full =
      read_text(with("sweep: {cross: [{lattice.N: [8]}, {slip.disorder_strength: [0.5, 1]}]}\n"));
  const auto brief = read_text(with("sweep: {N: [8], disorder_strength: [0.5, 1]}\n"));
  ASSERT_EQ(brief.ensemble.points.size(), 2U);
  for (std::size_t i = 0; i < 2; ++i)
    EXPECT_EQ(brief.ensemble.points[i].hash(), full.ensemble.points[i].hash());
}

TEST(Sweep, ZipsListsOfOneLength) {
  EXPECT_THAT(names_of("sweep: {zip: {lattice.N: [16, 32], realizations: [20, 10]}}\n"),
              ElementsAre("N=16,realizations=20", "N=32,realizations=10"));
}

TEST(Sweep, ZipsWithinAnAxisOfCross) {
  EXPECT_THAT(names_of("sweep: {cross: [{lattice.N: [16, 32], name: [small, large]}, {slip.c0: [1, 2]}]}\n"),
              ElementsAre("small,c0=1", "small,c0=2", "large,c0=1", "large,c0=2"));
}

TEST(Sweep, CrossAndZipAreCrossed) {
  EXPECT_THAT(
      names_of("sweep:\n  zip: {lattice.N: [16, 32], slip.c1: [0, 1]}\n  cross: [{slip.c0: [1, 2]}]\n"),
      ElementsAre("N=16,c1=0,c0=1", "N=16,c1=0,c0=2", "N=32,c1=1,c0=1", "N=32,c1=1,c0=2"));
}

TEST(Sweep, IsCrossedWithPoints) {
  EXPECT_THAT(names_of("points: [{name: a, slip.c0: 1}, {slip.c0: 2}]\nsweep: {N: [8, 16]}\n"),
              ElementsAre("a,N=8", "a,N=16", "c0=2,N=8", "c0=2,N=16"));
}

TEST(Sweep, NamesAreAsShortAsTheyCanBe) {
  EXPECT_THAT(names_of("thresholds.renewal: {law: normal, std: 0.3}\n"
                       "sweep: {cross: [{thresholds.initial.mean: [2]}, {thresholds.renewal.mean: [1]}, "
                       "{dynamics: [extremal]}]}\n"),
              ElementsAre("initial.mean=2,renewal.mean=1,dynamics=extremal"));
  EXPECT_THAT(short_names({"a.b.c", "d.b.c", "e.f"}), ElementsAre("a.b.c", "d.b.c", "f"));
}

TEST(Sweep, TakesListsAndMappingsAsValues) {
  EXPECT_THAT(names_of("sweep: {lattice.shape: [[64, 16], [8, 4]]}\n"),
              ElementsAre("shape=64x16", "shape=8x4"));
  const auto config =
      read_text(with("sweep: {thresholds.initial: [{law: gamma}, {law: weibull, std: 0.1}]}\n"));
  ASSERT_EQ(config.ensemble.points.size(), 2U);
  EXPECT_EQ(config.ensemble.points[0].labels().name, "initial=1");
  EXPECT_EQ(config.ensemble.points[0].params().initial_thresholds.std, 0.478);
  EXPECT_EQ(config.ensemble.points[1].params().initial_thresholds.std, 0.1);
}

TEST(Sweep, RangesAreRoundedToTheNumbersMeant) {
  EXPECT_THAT(c0_of("sweep: {c0: {from: 0.1, to: 0.5, step: 0.1}}\n"), ElementsAre(0.1, 0.2, 0.3, 0.4, 0.5));
  EXPECT_THAT(c0_of("sweep: {c0: {from: 0.1, to: 0.3, count: 3}}\n"), ElementsAre(0.1, 0.2, 0.3));
  EXPECT_THAT(c0_of("sweep: {c0: {from: 0.1, to: 10, count: 5, spacing: log}}\n"),
              ElementsAre(0.1, 0.316227766017, 1, 3.16227766017, 10));
  EXPECT_THAT(c0_of("sweep: {c0: {from: 0.3, to: 0.1, count: 3, spacing: linear}}\n"),
              ElementsAre(0.3, 0.2, 0.1));
  EXPECT_THAT(names_of("sweep: {N: {from: 16, to: 128, count: 4, spacing: log}}\n"),
              ElementsAre("N=16", "N=32", "N=64", "N=128"));
}

TEST(Sweep, ChangesGlassAndScenario) {
  const auto config = read_text(
      "glasses: {A: {material: {shear_modulus: 10, bulk_modulus: 50}, thresholds.initial: {law: normal, "
      "mean: 1.5, std: 0.4}},\n"
      "          B: {material: {shear_modulus: 20, bulk_modulus: 50}, thresholds.initial: {law: normal, "
      "mean: 2, std: 0.4}}}\n"
      "thresholds.renewal: {law: normal, mean: 1, std: 0.3}\n"
      "slip: {law: exponential, c0: 0.05}\n"
      "sweep: {glass: [A, B], scenario: [disordered, rejuvenation]}\n");
  ASSERT_EQ(config.ensemble.points.size(), 4U);
  const Point& point = config.ensemble.points[3];
  EXPECT_EQ(point.labels().name, "glass=B,scenario=rejuvenation");
  EXPECT_EQ(point.labels().glass, "B");
  EXPECT_EQ(point.params().moduli.shear_modulus, 20);
  EXPECT_EQ(point.params().renewed_thresholds.mean, 1);
  EXPECT_EQ(config.ensemble.points[2].params().renewed_thresholds.mean, 2);
}

}  // namespace
}  // namespace yieldscape::test
