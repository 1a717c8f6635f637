#include "yieldscape/core/fused_lanes.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace yieldscape {
namespace {

void expect_rounded_once(double a, double b, double c) {
  using V = baseline::Single;
  const double fused = multiply_add_by_parts(V::splat(a), V::splat(b), V::splat(c)).v;
  ASSERT_EQ(fused, std::fma(a, b, c)) << std::hexfloat << a << " * " << b << " + " << c;
}

class MultiplyAddByParts : public testing::Test {
 protected:
  // Magnitudes over 2 · `octaves` octaves around one, both signs.
  double any(int octaves) {
    return std::ldexp(2 * uniform_(random_) - 1, int(random_() % unsigned(2 * octaves + 1)) - octaves);
  }
  std::mt19937_64 random_{11};
  std::uniform_real_distribution<double> uniform_{0, 1};
};

TEST_F(MultiplyAddByParts, RoundsOnce) {
  int doubly_rounded_differs = 0;
  for (int i = 0; i < 1'000'000; ++i) {
    const double a = any(40);
    const double b = any(40);
    const double c = any(100);
    expect_rounded_once(a, b, c);
    doubly_rounded_differs += a * b + c != std::fma(a, b, c);
  }
  EXPECT_GT(doubly_rounded_differs, 10'000);
}

TEST_F(MultiplyAddByParts, WhereTheProductCancels) {
  for (int i = 0; i < 200'000; ++i) {
    const double a = any(10);
    const double b = any(10);
    const double product = a * b;
    for (const double c : {-product, -std::nextafter(product, 1e9), -product * (1 + 0x1p-50)}) {
      expect_rounded_once(a, b, c);
    }
  }
}

// A sum that lies halfway between two numbers, but for what the product's rounding left over.
TEST_F(MultiplyAddByParts, WhereTheLeftOverDecidesATie) {
  const double one_and_ulp = 1 + 0x1p-52;
  for (const double sign : {1.0, -1.0}) {
    for (const double c : {1.0, one_and_ulp, 1.5, 3.0}) {
      expect_rounded_once(sign * 0x1p-53, one_and_ulp, c);
      expect_rounded_once(sign * 0x1p-53, 1 - 0x1p-53, c);
      expect_rounded_once(sign * 0x1p-27 * (1 + 0x1p-30), 0x1p-26 * (1 - 0x1p-30), c);
      for (int i = 0; i < 1000; ++i) {
        const double a = 1 + uniform_(random_);
        for (const double product : {0x1p-53 - 0x1p-106, 0x1p-53, 0x1p-53 + 0x1p-105, 0x1p-53 + 0x1p-104}) {
          expect_rounded_once(a, sign * product / a, c);
        }
      }
    }
  }
}

TEST_F(MultiplyAddByParts, OfZeros) {
  expect_rounded_once(0, 3, 0.1);
  expect_rounded_once(0.1, 0, -7);
  expect_rounded_once(0.1, 0.2, 0);
  expect_rounded_once(0.1, 0.2, 1e300);  // the padding of strengths
  expect_rounded_once(0, 0, 0);
}

TEST(MultiplyAdd, OfEightLanesIsThatOfEach) {
  const double a[8] = {0.1, -0.2, 0.3, 1e-9, 7, -1e-3, 0.5, 0};
  const double b[8] = {0.7, 0.3, 1.0 / 3, 1e-5, 0.1, 3, -2, 5};
  const double c[8] = {1, 0.06, -0.1, 0.4, -0.7, 1e300, 1, 0.3};
  double fused[8];
  store(fused,
        multiply_add(baseline::Doubles::load(a), baseline::Doubles::load(b), baseline::Doubles::load(c)));
  for (int i = 0; i < 8; ++i) EXPECT_EQ(fused[i], std::fma(a[i], b[i], c[i]));
}

}  // namespace
}  // namespace yieldscape
