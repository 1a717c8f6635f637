#include <gmock/gmock.h>

#include <memory>

#include "kernel_forms.hpp"

namespace yieldscape {
namespace {

using test::glass_moduli;

TEST(LocalNormalization, MakesTheLocalValueTheEffectiveModulus) {
  for (const KernelForm form : {KernelForm::continuum, KernelForm::laplacian, KernelForm::rotated}) {
    for (const Lattice lattice : {Lattice(16, 16), Lattice(15, 15), Lattice(9, 14)}) {
      const Field kernel =
          elastic_kernel(lattice, glass_moduli, {.form = form, .normalization = KernelNormalization::local})
              .zero_mean;
      EXPECT_DOUBLE_EQ(kernel[Site(0)], -glass_moduli.effective_modulus()) << name(form);
    }
  }
}

TEST(LocalNormalization, ScalesAllOfTheZeroMeanPartByOneFactorAndNothingElse) {
  const Lattice lattice(8, 12);
  const ElasticKernel raw = elastic_kernel(lattice, glass_moduli, {});
  const ElasticKernel local =
      elastic_kernel(lattice, glass_moduli, {.normalization = KernelNormalization::local});
  const double factor = -glass_moduli.effective_modulus() / raw.zero_mean[Site(0)];
  EXPECT_EQ(local.uniform, raw.uniform);
  for (std::uint32_t i = 0; i < lattice.sites(); ++i) {
    EXPECT_NEAR(local.zero_mean[Site(i)], factor * raw.zero_mean[Site(i)], 1e-14);
  }
}

TEST(LocalNormalization, AppliesToATableToo) {
  const auto table = std::make_shared<const Field>(Lattice(1, 4), std::vector<double>{-4, 1, 2, 1});
  const Field kernel =
      elastic_kernel(Lattice(1, 4), glass_moduli,
                     {.form = KernelForm::file, .normalization = KernelNormalization::local, .table = table})
          .zero_mean;
  const double m = glass_moduli.effective_modulus();
  EXPECT_THAT(kernel.span(), testing::Pointwise(testing::DoubleEq(), {-m, m / 4, m / 2, m / 4}));
}

TEST(LocalNormalization, IsRefusedWhereThereIsNoLocalValue) {
  const KernelSpec local{.normalization = KernelNormalization::local};
  EXPECT_THROW((void)elastic_kernel(Lattice(1, 1), glass_moduli, local), std::invalid_argument);
  EXPECT_THROW((void)elastic_kernel(Lattice(1, 9), glass_moduli, local), std::invalid_argument);
}

}  // namespace
}  // namespace yieldscape
