#include <gtest/gtest.h>

#include <random>

#include "kernel_forms.hpp"

namespace yieldscape {
namespace {

Field random_field(Lattice lattice, unsigned seed) {
  std::mt19937_64 engine(seed);
  std::uniform_real_distribution<double> uniform(-1, 1);
  Field field(lattice);
  for (double& value : field.span()) value = uniform(engine);
  return field;
}

class Convolve : public testing::TestWithParam<test::Shape> {};

// Neither factor is even here: the sum over r' of kernel(r − r') source(r') is told from kernel(r' − r).
TEST_P(Convolve, MatchesTheDirectSum) {
  const Lattice lattice = GetParam().lattice();
  const Field kernel = random_field(lattice, 1);
  const Field source = random_field(lattice, 2);
  const Field result = convolve(kernel, source);
  for (int x = 0; x < lattice.lx(); ++x) {
    for (int y = 0; y < lattice.ly(); ++y) {
      double sum = 0;
      for (int a = 0; a < lattice.lx(); ++a) {
        for (int b = 0; b < lattice.ly(); ++b) sum += kernel.at(x - a, y - b) * source.at(a, b);
      }
      ASSERT_NEAR(result.at(x, y), sum, 1e-13) << x << ", " << y;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, Convolve,
                         testing::Values(test::Shape{1, 1}, test::Shape{1, 7}, test::Shape{6, 1},
                                         test::Shape{2, 2}, test::Shape{5, 8}, test::Shape{9, 7},
                                         test::Shape{16, 16}),
                         [](const auto& test) { return label(test.param); });

TEST(ConvolveDeathTest, RefusesFieldsOfDifferentShape) {
  EXPECT_DEATH((void)convolve(Field(Lattice(2, 3)), Field(Lattice(3, 2))), "precondition violated");
}

}  // namespace
}  // namespace yieldscape
