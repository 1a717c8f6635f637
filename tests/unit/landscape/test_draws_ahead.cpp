#include <gtest/gtest.h>

#include <random>

#include "yieldscape/landscape/landscape.hpp"

namespace yieldscape {
namespace {

struct Case {
  std::string name;
  ThresholdSpec renewed;
  SlipSpec slip;
};

std::shared_ptr<const Table> samples() {
  Table table;
  std::mt19937_64 random(5);
  for (int i = 0; i < 300; ++i) table.value.push_back(std::exponential_distribution(1.0)(random));
  return std::make_shared<const Table>(table);
}

// Several pieces to a part of the guide.
std::shared_ptr<const Table> crowded() {
  Table table;
  for (int i = 0; i < 200; ++i) {
    table.probability.push_back(0.3 + 2.5e-4 * i);
    table.value.push_back(1 + 0.01 * i);
  }
  return std::make_shared<const Table>(table);
}

const std::vector<Case>& cases() {
  static const SlipSpec correlated{.kind = SlipKind::exponential, .c0 = 0.0235, .c1 = 0.0163};
  static const std::vector<Case> all{
      {"normal", {.kind = ThresholdKind::normal, .mean = 1, .std = 0.436}, correlated},
      {"weibull", {.kind = ThresholdKind::weibull, .mean = 1, .std = 0.436, .lower = 0.1}, correlated},
      {"constant", {.kind = ThresholdKind::constant, .mean = 1}, {.kind = SlipKind::constant, .c0 = 0.1}},
      {"table", {.kind = ThresholdKind::table, .shift = 0.2, .table = samples()}, correlated},
      {"crowded_table", {.kind = ThresholdKind::table, .table = crowded()}, correlated},
      {"uniform",
       {.kind = ThresholdKind::uniform, .mean = 1, .std = 0.3},
       {.kind = SlipKind::uniform, .c1 = 0.1}},
      {"table_slip",
       {.kind = ThresholdKind::exponential, .mean = 1},
       {.kind = SlipKind::table, .c0 = 0.1, .table = samples()}},
  };
  return all;
}

class DrawsAheadTest : public testing::TestWithParam<std::tuple<std::size_t, SimdPath>> {
 protected:
  static constexpr std::uint32_t sites = 21;
  const Case& case_ = cases()[std::get<0>(GetParam())];
  LandscapeLaws laws_{.initial = ThresholdLaw(case_.renewed),
                      .renewed = ThresholdLaw(case_.renewed),
                      .slip = SlipLaw(case_.slip)};
  RandomNumbers random_{0xfeedface12345678U, 9};
  Landscape ahead_{laws_, random_, sites, std::get<1>(GetParam())};
  Landscape alone_{laws_, random_};

  void expect_same(Site site, std::uint32_t visit) {
    const Renewal expected = alone_.renewal(site, visit, 1.25);
    const Renewal renewal = ahead_.renewal(site, visit, 1.25);
    ASSERT_EQ(renewal.slip, expected.slip) << "site " << index(site) << " visit " << visit;
    ASSERT_EQ(renewal.threshold, expected.threshold) << "site " << index(site) << " visit " << visit;
  }
};

TEST_P(DrawsAheadTest, AreTheDrawsMadeAlone) {
  for (std::uint32_t visit = 0; visit < 40; ++visit) {
    for (std::uint32_t site = 0; site < sites; ++site) expect_same(Site(site), visit);
  }
}

TEST_P(DrawsAheadTest, DoNotDependOnTheOrderOfVisits) {
  for (const std::uint32_t visit : {7U, 8U, 3U, 1000U, 23U, 24U, 0U, 0xffffffe7U, 0xffffffe8U, 7U, 7U})
    expect_same(Site(3), visit);
}

TEST_P(DrawsAheadTest, FirstThresholdsAreThoseOfTheSites) {
  std::vector<double> thresholds(sites);
  ahead_.initial_thresholds(Site(0), thresholds);
  for (std::uint32_t site = 0; site < sites; ++site) {
    ASSERT_EQ(thresholds[site], alone_.initial_threshold(Site(site), 0));
  }
}

INSTANTIATE_TEST_SUITE_P(LawsAndPaths, DrawsAheadTest,
                         testing::Combine(testing::Range<std::size_t>(0, cases().size()),
                                          testing::ValuesIn(available_simd_paths().begin(),
                                                            available_simd_paths().end())),
                         [](const auto& test) {
                           return cases()[std::get<0>(test.param)].name + "_" +
                                  std::string(name(std::get<1>(test.param)));
                         });

}  // namespace
}  // namespace yieldscape
