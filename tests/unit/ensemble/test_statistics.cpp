#include "yieldscape/ensemble/statistics.hpp"

#include <gmock/gmock.h>

#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

namespace yieldscape {
namespace {

using testing::DoubleNear;
using testing::IsNan;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

Moments of(const std::vector<double>& samples) {
  Moments moments(1);
  for (const double x : samples) moments.add(std::span(&x, 1));
  return moments;
}

std::vector<double> normal_samples(std::size_t n, double mean = 3, double std = 2) {
  std::mt19937 random(5);
  std::normal_distribution<double> normal(mean, std);
  std::vector<double> samples(n);
  for (double& x : samples) x = normal(random);
  return samples;
}

MomentsTree tree_of(std::span<const double> samples, std::uint64_t first_block, std::uint64_t last_block) {
  MomentsTree tree(1);
  for (std::uint64_t block = first_block; block < last_block; ++block) {
    Moments moments(1);
    for (std::size_t i = block * statistics_block;
         i < std::min(samples.size(), (block + 1) * statistics_block); ++i) {
      moments.add(samples.subspan(i, 1));
    }
    tree.append({0, block, std::move(moments)});
  }
  return tree;
}

TEST(Moments, OfOneTwoThreeSix) {
  // mean 3, deviations −2, −1, 0, 3.
  const Moments moments = of({1, 2, 3, 6});
  EXPECT_EQ(moments.count(0), 4u);
  EXPECT_DOUBLE_EQ(moments.mean(0), 3);
  EXPECT_DOUBLE_EQ(moments.central(0, 2), 14.0 / 4);
  EXPECT_DOUBLE_EQ(moments.central(0, 3), (-8 - 1 + 27) / 4.0);
  EXPECT_DOUBLE_EQ(moments.central(0, 4), (16 + 1 + 81) / 4.0);
  EXPECT_DOUBLE_EQ(moments.std(0), std::sqrt(14.0 / 3));
  EXPECT_DOUBLE_EQ(moments.sem(0), std::sqrt(14.0 / 3) / 2);
}

TEST(Moments, OfNothingAndOfOne) {
  EXPECT_THAT(of({}).mean(0), IsNan());
  EXPECT_THAT(of({}).central(0, 2), IsNan());
  const Moments one = of({5});
  EXPECT_EQ(one.mean(0), 5);
  EXPECT_EQ(one.central(0, 2), 0);
  EXPECT_THAT(one.std(0), IsNan());
  EXPECT_THAT(one.sem(0), IsNan());
  EXPECT_THAT(one.jackknife_sem(0), IsNan());
}

TEST(Moments, AbsentValuesAreNotCounted) {
  Moments moments(2);
  moments.add(std::vector{1.0, nan});
  moments.add(std::vector{3.0, 7.0});
  moments.add(std::vector{nan, nan});
  EXPECT_EQ(moments.count(0), 2u);
  EXPECT_EQ(moments.mean(0), 2);
  EXPECT_EQ(moments.count(1), 1u);
  EXPECT_EQ(moments.mean(1), 7);
}

TEST(Moments, SurviveALargeOffset) {
  const Moments moments = of({1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 6});
  EXPECT_NEAR(moments.central(0, 2), 3.5, 1e-6);
  EXPECT_NEAR(moments.central(0, 3), 4.5, 1e-5);
}

TEST(Moments, OfABlockEqualsAddingOneByOne) {
  constexpr std::size_t quantities = 5;
  constexpr std::size_t samples = 64;
  auto block = normal_samples(samples * quantities);
  for (std::size_t i = 0; i < samples; i += 3) block[i * quantities + 2] = nan;
  for (std::size_t i = 0; i < samples; ++i) block[i * quantities + 4] = nan;
  const Moments at_once(quantities, block);
  Moments one_by_one(quantities);
  for (std::size_t i = 0; i < samples; ++i) {
    one_by_one.add(std::span(block).subspan(i * quantities, quantities));
  }
  for (std::size_t i = 0; i < quantities - 1; ++i) {
    EXPECT_EQ(at_once.count(i), one_by_one.count(i)) << i;
    EXPECT_NEAR(at_once.mean(i), one_by_one.mean(i), 1e-13) << i;
    for (const int order : {2, 3, 4}) {
      EXPECT_NEAR(at_once.central(i, order), one_by_one.central(i, order), 1e-11) << i << ", " << order;
    }
  }
  EXPECT_EQ(at_once.count(4), 0u);
  EXPECT_THAT(at_once.mean(4), IsNan());
  EXPECT_EQ(Moments(quantities, {}).count(0), 0u);
}

TEST(Moments, JoinEqualsAdding) {
  const auto samples = normal_samples(1000);
  Moments left = of({samples.begin(), samples.begin() + 137});
  left.join(of({samples.begin() + 137, samples.end()}));
  const Moments all = of(samples);
  EXPECT_EQ(left.count(0), 1000u);
  EXPECT_NEAR(left.mean(0), all.mean(0), 1e-13);
  for (const int order : {2, 3, 4}) {
    EXPECT_NEAR(left.central(0, order), all.central(0, order), 1e-11) << order;
  }
  EXPECT_NEAR(all.central(0, 4) / std::pow(all.central(0, 2), 2), 3, 0.5) << "normal: kurtosis 3";
}

TEST(MomentsTreeTest, TotalDoesNotDependOnHowTheBlocksAreShared) {
  for (const std::size_t n : {1u, 63u, 64u, 65u, 300u, 1000u, 2048u}) {
    const auto samples = normal_samples(n);
    const std::uint64_t blocks = (n + statistics_block - 1) / statistics_block;
    const Moments whole = tree_of(samples, 0, blocks).total();
    for (std::uint64_t cut = 0; cut <= blocks; ++cut) {
      for (std::uint64_t cut2 = cut; cut2 <= blocks; ++cut2) {
        MomentsTree joined(1);
        for (const auto& [first, last] : {std::pair{std::uint64_t(0), cut}, {cut, cut2}, {cut2, blocks}}) {
          const MomentsTree part = tree_of(samples, first, last);
          for (const auto& node : part.nodes()) joined.append(node);
        }
        const Moments total = joined.total();
        ASSERT_THAT(total.raw(), testing::ElementsAreArray(whole.raw())) << n << " cut at " << cut;
      }
    }
    EXPECT_EQ(whole.count(0), n);
  }
}

TEST(MomentsTreeTest, EmptyBlocksAtTheEndChangeNoBit) {
  const auto samples = normal_samples(7 * statistics_block - 5);
  const Moments padded = tree_of(samples, 0, 20).total();
  const Moments plain = tree_of(samples, 0, 7).total();
  EXPECT_THAT(padded.raw(), testing::ElementsAreArray(plain.raw()));
}

TEST(MomentsTreeTest, KeepsFewNodes) {
  EXPECT_LE(tree_of({}, 333, 3000).nodes().size(), 22u);
}

TEST(Jackknife, OfTheMeanIsTheStandardError) {
  const auto samples = normal_samples(50);
  const Moments moments = of(samples);
  const double mean = moments.mean(0);
  const std::uint64_t count = samples.size();
  Moments left_out(1);
  for (const double x : samples) {
    double theta = 0;
    leave_one_out(std::span(&mean, 1), std::span(&count, 1), std::span(&x, 1), std::span(&theta, 1));
    left_out.add(std::span(&theta, 1));
  }
  EXPECT_NEAR(left_out.jackknife_sem(0), moments.sem(0), 1e-14);
}

TEST(MomentsTreeTest, JoinsNoFurtherThanAsked) {
  MomentsTree tree(1, 2);
  Moments one(1);
  one.add(std::array{1.0});
  for (std::uint64_t block = 0; block < 11; ++block) tree.append({0, block, one});
  std::vector<std::uint64_t> counts;
  for (const auto& node : tree.nodes()) counts.push_back(node.moments.count(0));
  EXPECT_THAT(counts, testing::ElementsAre(4, 4, 2, 1));
}

TEST(Jackknife, ManyRealizationsAreLeftOutInGroups) {
  EXPECT_EQ(jackknife_level(64 * 64), std::nullopt);
  for (const std::uint64_t n : {64 * 64 + 1, 128 * 64 - 1, 128 * 64, 1000 * 1000, 1 << 31}) {
    const std::uint64_t groups = n / statistics_block >> jackknife_level(n).value();
    EXPECT_GE(groups, 64u) << n;
    EXPECT_LE(groups, 127u) << n;
  }
}

TEST(Jackknife, LeavingAGroupOutIsTheMeanOfTheOthers) {
  const auto samples = normal_samples(50);
  const Moments all = of(samples);
  std::array<double, 1> without{};
  leave_group_out(all, of({samples.begin(), samples.begin() + 20}), without);
  EXPECT_NEAR(without[0], of({samples.begin() + 20, samples.end()}).mean(0), 1e-14);
  leave_group_out(all, Moments(1), without);
  EXPECT_EQ(without[0], all.mean(0)) << "an empty group";
  leave_group_out(all, all, without);
  EXPECT_THAT(without[0], IsNan()) << "nothing is left";
}

TEST(Jackknife, SomeQuantitiesOfMany) {
  Moments moments(6);
  moments.add(std::array{0.0, 1.0, 2.0, 3.0, 4.0, 5.0});
  moments.add(std::array{10.0, 11.0, 12.0, 13.0, 14.0, 16.0});
  const Moments some = moments.select({4, 1}, 2);
  ASSERT_EQ(some.quantities(), 4u);
  EXPECT_EQ(some.mean(0), 9);
  EXPECT_EQ(some.mean(1), 10.5);
  EXPECT_EQ(some.mean(3), 7);
  EXPECT_EQ(some.std(1), moments.std(5));
}

TEST(Jackknife, LeavingOutIsTheMeanOfTheOthers) {
  const std::vector<double> mean{2, 5, 1};
  const std::vector<std::uint64_t> count{3, 3, 1};
  std::vector<double> rest(3);
  leave_one_out(mean, count, std::vector{4.0, nan, 1.0}, rest);
  EXPECT_DOUBLE_EQ(rest[0], 1);  // the others sum to 6 − 4
  EXPECT_EQ(rest[1], 5);
  EXPECT_THAT(rest[2], IsNan());
}

TEST(FlowStress, AveragesTheUpperHalfOfTheStrains) {
  EXPECT_DOUBLE_EQ(flow_stress(std::vector{9.0, 1.0, 2.0, 3.0}), 2);  // strains 2/4, 3/4, 4/4
  EXPECT_DOUBLE_EQ(flow_stress(std::vector{9.0, 9.0, 1.0, 2.0, 3.0}), 2);
  EXPECT_DOUBLE_EQ(flow_stress(std::vector{4.0}), 4);
  EXPECT_THAT(flow_stress({}), IsNan());
}

TEST(CurveFeatures, OfACurveWithAnOvershoot) {
  const StrainGrid grid{0.1, 6};
  const std::vector<double> stress{1, 3, 2, 2, 2, 2};
  const std::vector<double> localization{9, 0.2, 0.7, 0.9, 0.4, 0.3};
  const auto features = curve_features(grid, stress, localization, 6);
  EXPECT_DOUBLE_EQ(features.flow_stress, 2);
  EXPECT_DOUBLE_EQ(features.peak_stress, 3);
  EXPECT_DOUBLE_EQ(features.peak_strain, 0.2);
  EXPECT_DOUBLE_EQ(features.yield_strain, 0.15);     // half-way from 1 to 3
  EXPECT_DOUBLE_EQ(features.localization_max, 0.9);  // the 9 lies where strain is elastic: Σ > 6 ε
}

TEST(CurveFeatures, FirstGridStrainCountsFromZero) {
  const auto features = curve_features({0.1, 2}, std::vector{4.0, 2.0}, std::vector{0.7, 0.6}, 15);
  EXPECT_DOUBLE_EQ(features.flow_stress, 3);
  EXPECT_DOUBLE_EQ(features.yield_strain, 0.075);
  EXPECT_DOUBLE_EQ(features.localization_max, 0.6);
}

TEST(CurveFeatures, OfNothingAreNan) {
  const auto features = curve_features({0.1, 2}, std::vector{nan, nan}, std::vector{nan, nan}, 1);
  EXPECT_THAT(features.peak_stress, IsNan());
  EXPECT_THAT(features.peak_strain, IsNan());
  EXPECT_THAT(features.localization_max, IsNan());
  EXPECT_THAT(features.yield_strain, IsNan());
}

double mean_of(std::span<const double> x) {
  return std::accumulate(x.begin(), x.end(), 0.0) / double(x.size());
}

TEST(Bootstrap, IntervalOfTheMeanIsTwoStandardErrorsWide) {
  const auto samples = normal_samples(400);
  const Moments moments = of(samples);
  const auto interval = bootstrap(samples, mean_of, {.replicates = 2000});
  EXPECT_NEAR(interval.upper - interval.lower, 2 * 1.96 * moments.sem(0), 0.1 * moments.sem(0) * 2 * 1.96);
  EXPECT_LT(interval.lower, moments.mean(0));
  EXPECT_GT(interval.upper, moments.mean(0));
}

// 400 ensembles of 40 normal samples. A percentile interval of 95 % holds the truth in about 93.5 % of them
// at this size, whose binomial deviation is 1.2 %: 6 of those either way.
TEST(Bootstrap, IntervalHoldsTheTruthAsOftenAsItSays) {
  std::mt19937 random(17);
  std::normal_distribution<double> normal(3, 2);
  int held = 0;
  for (std::uint64_t ensemble = 0; ensemble < 400; ++ensemble) {
    std::vector<double> samples(40);
    for (double& x : samples) x = normal(random);
    const auto interval = bootstrap(samples, mean_of, {.replicates = 200, .seed = ensemble});
    held += interval.lower < 3 && 3 < interval.upper ? 1 : 0;
  }
  EXPECT_GT(held, 400 * (0.935 - 0.072));
  EXPECT_LT(held, 400 * (0.935 + 0.060));
}

// Peak stress and largest LOC of mean curves with broad maxima, 300 ensembles of 50 curves: the rms jackknife
// error is the scatter. 300 ensembles know the scatter to 4 %; the maximum over noisy neighbours is not
// smooth, which costs less than 10 %: 30 % is beyond 5 deviations.
TEST(Jackknife, ErrorsOfMaximaAreTheirScatter) {
  constexpr std::size_t strains = 20;
  constexpr std::size_t curves = 50;
  constexpr double shear_modulus = 100;  // flows from the first strain on
  std::mt19937 random(18);
  std::normal_distribution<double> normal(0, 0.2);
  const StrainGrid grid{.step = 0.05, .count = strains};
  const auto maxima = [&](std::span<const double> stress_then_localization) {
    const auto found = curve_features(grid, stress_then_localization.first(strains),
                                      stress_then_localization.last(strains), shear_modulus);
    return std::array{found.peak_stress, found.localization_max};
  };
  std::array<std::vector<double>, 2> scatter;
  std::array<double, 2> mean_square{};
  for (int ensemble = 0; ensemble < 300; ++ensemble) {
    Moments moments(2 * strains);
    std::vector<std::vector<double>> samples(curves, std::vector<double>(2 * strains));
    for (auto& sample : samples) {
      for (const std::size_t first : {std::size_t(0), strains}) {
        const double shared = normal(random);
        for (std::size_t k = 0; k < strains; ++k)
          sample[first + k] = 1 + std::exp(-std::pow((double(k) - 6) / 4, 2)) + shared + 0.3 * normal(random);
      }
      moments.add(sample);
    }
    std::vector<double> mean(2 * strains);
    for (std::size_t k = 0; k < mean.size(); ++k) mean[k] = moments.mean(k);
    const auto of_all = maxima(mean);
    const std::vector<std::uint64_t> count(2 * strains, curves);
    Moments left_out(2);
    for (const auto& sample : samples) {
      std::vector<double> without(2 * strains);
      leave_one_out(mean, count, sample, without);
      left_out.add(maxima(without));
    }
    for (std::size_t i = 0; i < 2; ++i) {
      scatter[i].push_back(of_all[i]);
      mean_square[i] += std::pow(left_out.jackknife_sem(i), 2) / 300;
    }
  }
  for (std::size_t i = 0; i < 2; ++i) EXPECT_NEAR(std::sqrt(mean_square[i]) / of(scatter[i]).std(0), 1, 0.3);
}

TEST(Bootstrap, IsAFunctionOfItsSeed) {
  const auto samples = normal_samples(20);
  EXPECT_EQ(bootstrap(samples, mean_of).lower, bootstrap(samples, mean_of).lower);
  EXPECT_NE(bootstrap(samples, mean_of).lower, bootstrap(samples, mean_of, {.seed = 2}).lower);
  EXPECT_THAT(bootstrap(std::vector{1.0}, mean_of).lower, IsNan());
}

}  // namespace
}  // namespace yieldscape
