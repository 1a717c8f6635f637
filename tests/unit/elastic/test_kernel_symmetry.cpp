#include <gtest/gtest.h>

#include "kernel_forms.hpp"

namespace yieldscape {
namespace {

// Exact identities of the kernel, for every form, parity and aspect.
class KernelSymmetry : public testing::TestWithParam<std::tuple<KernelForm, test::Shape>> {
 protected:
  [[nodiscard]] Lattice lattice() const { return std::get<1>(GetParam()).lattice(); }
  [[nodiscard]] Field kernel() const { return test::unit_kernel(lattice(), std::get<0>(GetParam())); }
};

// A uniformly slipped row or column makes no internal stress.
TEST_P(KernelSymmetry, RowsAndColumnsSumToZero) {
  const Field g = kernel();
  for (int x = 0; x < lattice().lx(); ++x) {
    double sum = 0;
    for (int y = 0; y < lattice().ly(); ++y) sum += g.at(x, y);
    EXPECT_NEAR(sum, 0, 1e-14) << "row " << x;
  }
  for (int y = 0; y < lattice().ly(); ++y) {
    double sum = 0;
    for (int x = 0; x < lattice().lx(); ++x) sum += g.at(x, y);
    EXPECT_NEAR(sum, 0, 1e-14) << "column " << y;
  }
}

TEST_P(KernelSymmetry, IsEvenInEveryBit) {
  const Field g = kernel();
  for (int x = 0; x < lattice().lx(); ++x) {
    for (int y = 0; y < lattice().ly(); ++y) {
      ASSERT_EQ(g.at(x, y), g.at(-x, -y)) << x << ", " << y;
      ASSERT_EQ(g.at(x, y), g.at(-x, y)) << x << ", " << y;
    }
  }
}

TEST_P(KernelSymmetry, ExchangingTheAxesChangesNoBitOnASquare) {
  if (lattice().lx() != lattice().ly()) return;
  const Field g = kernel();
  for (int x = 0; x < lattice().lx(); ++x) {
    for (int y = 0; y < lattice().ly(); ++y) ASSERT_EQ(g.at(x, y), g.at(y, x)) << x << ", " << y;
  }
}

TEST_P(KernelSymmetry, ExchangingTheAxesTransposesARectangle) {
  const Field g = kernel();
  const Field transposed =
      test::unit_kernel(Lattice(lattice().ly(), lattice().lx()), std::get<0>(GetParam()));
  for (int x = 0; x < lattice().lx(); ++x) {
    for (int y = 0; y < lattice().ly(); ++y) ASSERT_NEAR(g.at(x, y), transposed.at(y, x), 1e-15);
  }
}

INSTANTIATE_TEST_SUITE_P(
    FormsAndShapes, KernelSymmetry,
    testing::Combine(testing::Values(KernelForm::continuum, KernelForm::laplacian, KernelForm::rotated),
                     testing::Values(test::Shape{1, 1}, test::Shape{1, 8}, test::Shape{7, 1},
                                     test::Shape{2, 2}, test::Shape{2, 9}, test::Shape{16, 16},
                                     test::Shape{15, 15}, test::Shape{33, 17}, test::Shape{12, 20},
                                     test::Shape{7, 20})),
    [](const auto& test) {
      return std::string(name(std::get<0>(test.param))) + "_" + label(std::get<1>(test.param));
    });

// On one row or column no slip makes internal stress, exactly: the strengths must not pick up noise.
TEST(KernelSymmetry, VanishesOnALatticeOneSiteWide) {
  for (const KernelForm form : {KernelForm::continuum, KernelForm::laplacian, KernelForm::rotated}) {
    for (const Lattice lattice : {Lattice(1, 1), Lattice(1, 8), Lattice(7, 1)}) {
      const Field kernel = test::unit_kernel(lattice, form);
      for (const double g : kernel.span()) EXPECT_EQ(g, 0);
    }
  }
}

}  // namespace
}  // namespace yieldscape
