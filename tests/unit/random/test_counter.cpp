#include "yieldscape/random/counter.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <vector>

#include "../support/statistics.hpp"

namespace yieldscape {
namespace {

constexpr std::uint64_t key = 0x0123456789abcdefU;
constexpr Stream streams[] = {Stream::initial_threshold, Stream::renewal, Stream::initial_stress};

// What the header promises of the four words of a block.
double from_words(std::uint32_t low, std::uint32_t high) {
  const std::uint64_t upper_52_bits = (low | std::uint64_t(high) << 32U) >> 12U;
  return std::ldexp(double(2 * upper_52_bits + 1), -53);
}

// Known answers of philox4x32-10 in the Random123 distribution (kat_vectors): counter, key, result.
TEST(RandomNumbers, ArePhiloxOfTheCounter) {
  const UniformPair zeros = RandomNumbers(0, 0)(Stream(0), Site(0), 0);
  EXPECT_EQ(zeros.first, from_words(0x6627e8d5, 0xe169c58d));
  EXPECT_EQ(zeros.second, from_words(0xbc57ac4c, 0x9b00dbd8));

  const UniformPair ones = RandomNumbers(~0ULL, ~0U)(Stream(~0U), Site(~0U), ~0U);
  EXPECT_EQ(ones.first, from_words(0x408f276d, 0x41c83b0e));
  EXPECT_EQ(ones.second, from_words(0xa20bc7c6, 0x6d5451fd));

  // Counter words: visit, site, realization, stream; key words: low half, high half.
  const UniformPair pi =
      RandomNumbers(0x299f31d0a4093822U, 0x13198a2e)(Stream(0x03707344), Site(0x85a308d3), 0x243f6a88);
  EXPECT_EQ(pi.first, from_words(0xd16cfe09, 0x94fdcceb));
  EXPECT_EQ(pi.second, from_words(0x5001e420, 0x24126ea1));
}

// Odd multiples of 2^-53 below 1: neither 0 nor 1, symmetric about 1/2, and 1 − u is one of them again.
TEST(RandomNumbers, AreOddMultiplesOfTheLastBit) {
  const RandomNumbers random(key, 3);
  for (std::uint32_t i = 0; i < 10'000; ++i) {
    const UniformPair pair = random(Stream::renewal, Site(i), i / 7);
    for (const double u : {pair.first, pair.second}) {
      const double multiple = std::ldexp(u, 53);
      ASSERT_GT(u, 0);
      ASSERT_LT(u, 1);
      ASSERT_EQ(std::fmod(multiple, 2), 1);
      ASSERT_EQ(1 - (1 - u), u);
      ASSERT_EQ(std::ldexp(1 - u, 53), std::ldexp(1, 53) - multiple);
    }
  }
}

TEST(RandomNumbers, DoNotDependOnTheOrderOfAsking) {
  const RandomNumbers random(key, 0);
  std::vector<double> forward;
  for (std::uint32_t i = 0; i < 100; ++i) forward.push_back(random(Stream::renewal, Site(i), 5).first);
  for (std::uint32_t i = 100; i-- > 0;) {
    EXPECT_EQ(RandomNumbers(key, 0)(Stream::renewal, Site(i), 5).first, forward[i]);
  }
}

TEST(RandomNumbers, DifferInEveryArgument) {
  std::set<double> seen;
  std::size_t drawn = 0;
  for (const std::uint64_t k : {key, key + 1, key + 0x10000000000U}) {
    for (const std::uint32_t realization : {0U, 1U}) {
      for (const Stream stream : streams) {
        for (std::uint32_t site = 0; site < 8; ++site) {
          for (std::uint32_t visit = 0; visit < 8; ++visit) {
            const UniformPair pair = RandomNumbers(k, realization)(stream, Site(site), visit);
            seen.insert({pair.first, pair.second});
            drawn += 2;
          }
        }
      }
    }
  }
  EXPECT_EQ(seen.size(), drawn);
}

TEST(RandomNumbers, AreUniformAlongEveryArgument) {
  const auto identity = [](double u) { return u; };
  constexpr std::uint32_t n = 20'000;
  std::vector<double> by_site, by_visit, by_realization;
  for (std::uint32_t i = 0; i < n; ++i) {
    by_site.push_back(RandomNumbers(key, 0)(Stream::renewal, Site(i), 0).first);
    by_visit.push_back(RandomNumbers(key, 0)(Stream::renewal, Site(0), i).second);
    by_realization.push_back(RandomNumbers(key, i)(Stream::initial_threshold, Site(0), 0).second);
  }
  EXPECT_LT(test::kolmogorov_statistic(by_site, identity), test::kolmogorov_bound);
  EXPECT_LT(test::kolmogorov_statistic(by_visit, identity), test::kolmogorov_bound);
  EXPECT_LT(test::kolmogorov_statistic(by_realization, identity), test::kolmogorov_bound);
}

TEST(RandomNumbers, BothOfAPairAreIndependent) {
  std::vector<double> products;
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    const UniformPair pair = RandomNumbers(key, 1)(Stream::renewal, Site(i), 0);
    products.push_back((pair.first - 0.5) * (pair.second - 0.5));
  }
  const auto [covariance, error] = test::sample_mean(products);
  EXPECT_LT(std::abs(covariance), test::sigmas * error);
}

// Stored runs rely on these numbers.
TEST(Stream, NumbersAreFixed) {
  EXPECT_EQ(std::uint32_t(Stream::initial_threshold), 0U);
  EXPECT_EQ(std::uint32_t(Stream::renewal), 1U);
  EXPECT_EQ(std::uint32_t(Stream::initial_stress), 2U);
}

}  // namespace
}  // namespace yieldscape
