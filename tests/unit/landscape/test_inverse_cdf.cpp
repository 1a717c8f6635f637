#include "yieldscape/landscape/inverse_cdf.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <span>

#include "yieldscape/core/hash.hpp"
#include "yieldscape/landscape/slip_law.hpp"
#include "yieldscape/landscape/threshold_distribution.hpp"
#include "yieldscape/landscape/threshold_law.hpp"

namespace yieldscape {
namespace {

/// Numbers as the generator makes them, odd multiples of 2^-53, half of them far out in a tail.
std::vector<double> random_numbers(std::size_t count) {
  std::mt19937_64 random(11);
  std::vector<double> numbers;
  for (std::size_t i = 0; i < count; ++i) {
    std::uint64_t word = random() >> 12U;
    if (i % 2 == 1) word >>= random() % 50;
    if (i % 4 == 3) word = (std::uint64_t(1) << 52U) - 1 - word;
    numbers.push_back((2.0 * double(word) + 1.0) * 0x1p-53);
  }
  return numbers;
}

class SmoothLaw : public testing::TestWithParam<ThresholdSpec> {};

TEST_P(SmoothLaw, IsTabulatedToAFewRoundings) {
  const ThresholdLaw law(GetParam());
  const ThresholdDistribution exact(GetParam());
  ASSERT_NE(law.inverse_cdf(), nullptr);
  EXPECT_LT(law.fit_error(), 1e-14);
  for (const double u : random_numbers(20'000)) {
    const double expected = u < 0.5 ? exact.quantile(u) : exact.upper_quantile(1 - u);
    ASSERT_NEAR(law.quantile(u), expected, 2e-14 * (std::abs(expected) + exact.std())) << "u = " << u;
  }
  for (const double u : {0.25, 0.5, 0.75, 0.5 - 0x1p-53, 0.5 + 0x1p-53}) {
    ASSERT_NEAR(law.quantile(u), exact.quantile(u), 2e-14 * (std::abs(exact.quantile(u)) + exact.std()));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Laws, SmoothLaw,
    testing::Values(
        ThresholdSpec{.kind = ThresholdKind::normal, .mean = 1, .std = 0.436},
        ThresholdSpec{.kind = ThresholdKind::normal, .mean = 0, .std = 2, .lower = -1, .upper = 3},
        ThresholdSpec{.kind = ThresholdKind::normal, .mean = 1, .std = 0.5, .shift = 0.3, .lower = 0},
        ThresholdSpec{.kind = ThresholdKind::weibull, .mean = 1, .std = 0.436},
        ThresholdSpec{.kind = ThresholdKind::weibull, .mean = 1, .std = 1.5},
        ThresholdSpec{.kind = ThresholdKind::gamma, .mean = 1.2, .std = 0.6},
        ThresholdSpec{.kind = ThresholdKind::lognormal, .mean = 1, .std = 0.4},
        ThresholdSpec{.kind = ThresholdKind::exponential, .mean = 0.7, .shift = -0.1},
        ThresholdSpec{.kind = ThresholdKind::uniform, .mean = 1.15, .std = 0.4}),
    [](const auto& test) { return std::string(name(test.param.kind)) + std::to_string(test.index); });

// Halved cells follow laws of extreme spread as well.
TEST(SmoothLaw, ExtremeSpreadsAreTabulatedToo) {
  for (const ThresholdKind kind : {ThresholdKind::weibull, ThresholdKind::gamma, ThresholdKind::lognormal}) {
    for (const double std : {1e-3, 30.0, 1e4}) {
      const ThresholdLaw law({.kind = kind, .mean = 1, .std = std});
      EXPECT_NE(law.inverse_cdf(), nullptr) << name(kind) << " of std " << std;
      EXPECT_LT(law.fit_error(), 5e-14) << name(kind) << " of std " << std;
    }
  }
}

void expect_equal_everywhere(const Table& values) {
  const QuantileTable table(values);
  const InverseCdf fast = table.inverse_cdf();
  std::vector<double> numbers = random_numbers(5'000);
  for (const double p : values.probability) {
    for (const double u : {std::nextafter(p, 0.0), p, std::nextafter(p, 1.0)}) {
      if (u > 0 && u < 1) numbers.push_back(u);
    }
  }
  for (const double u : numbers) ASSERT_EQ(evaluate(fast, u), table.quantile(u)) << "u = " << u;
}

TEST(TableLaw, IsFoundWithoutSearchingInEveryBit) {
  expect_equal_everywhere({.probability = {0, 0.25, 1}, .value = {-1, 1, 4}});
  expect_equal_everywhere({.probability = {0.1, 0.5, 0.75}, .value = {-1, 1, 4}});
  Table samples;
  std::mt19937_64 random(3);
  for (int i = 0; i < 1000; ++i) samples.value.push_back(std::normal_distribution(1.0, 0.4)(random));
  expect_equal_everywhere(samples);
}

TEST(TableLaw, NodesMayCrowd) {
  Table table;
  for (int i = 0; i < 60; ++i) {
    table.probability.push_back(std::ldexp(1.0, i - 60));
    table.value.push_back(double(i));
  }
  for (int i = 0; i < 30; ++i) {
    table.probability.push_back(0.5 + 1e-9 * (i + 1));
    table.value.push_back(60.0 + i);
  }
  expect_equal_everywhere(table);
}

TEST(ExponentialLaw, HasTheLogarithmToTheLastDigits) {
  const InverseCdf law{.form = InverseCdf::Form::exponential};
  for (const double u : random_numbers(20'000)) {
    const long double expected = -std::log((long double)u);
    ASSERT_NEAR(double((evaluate(law, u) - expected) / expected), 0, 4e-16) << "u = " << u;
  }
}

// Results of earlier versions are extended: the order of operations in a draw may not change. Where it must,
// these change with it, and with them every realization.
std::uint64_t hash_of_draws(const InverseCdf& law) {
  std::vector<double> draws;
  for (const double u : random_numbers(1'000'000)) draws.push_back(evaluate(law, u));
  return hash64(std::as_bytes(std::span(draws)));
}

TEST(DrawBits, OfTheExponentialLawAreForEver) {
  EXPECT_EQ(hash_of_draws({.form = InverseCdf::Form::exponential}), 6734023739631914994U);
}

TEST(DrawBits, OfATabulatedLawAreForEver) {
  std::mt19937_64 random(3);
  std::vector<double> coefficients;
  for (int i = 0; i < 2 * (52 * 16 + 1) * 8; ++i) {
    coefficients.push_back(double(random() >> 11U) * 0x1p-52 - 1);
  }
  EXPECT_EQ(hash_of_draws({.form = InverseCdf::Form::cells,
                           .offset = 1,
                           .scale = 0.436,
                           .coefficients = coefficients.data(),
                           .cell_bits = 4}),
            17719028983182222620U);
}

}  // namespace
}  // namespace yieldscape
