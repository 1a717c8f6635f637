#include "yieldscape/elastic/kernel_spec.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace yieldscape {
namespace {

// Eq. (1) with the moduli of the paper's glasses.
TEST(Moduli, EffectiveModulus) {
  EXPECT_DOUBLE_EQ((Moduli{.shear_modulus = 14.7, .bulk_modulus = 52}.effective_modulus()), 14.7 * 52 / 66.7);
  EXPECT_DOUBLE_EQ((Moduli{.shear_modulus = 19, .bulk_modulus = 55}.effective_modulus()), 19 * 55 / 74.0);
}

TEST(Moduli, EffectiveModulusOfAnIncompressibleMediumIsTheShearModulus) {
  const double infinity = std::numeric_limits<double>::infinity();
  EXPECT_EQ((Moduli{.shear_modulus = 19, .bulk_modulus = infinity}.effective_modulus()), 19);
}

TEST(KernelSpec, NamesAreThoseOfTheConfiguration) {
  EXPECT_EQ(name(KernelForm::continuum), "continuum");
  EXPECT_EQ(name(KernelForm::laplacian), "laplacian");
  EXPECT_EQ(name(KernelForm::rotated), "rotated");
  EXPECT_EQ(name(KernelForm::file), "file");
  EXPECT_EQ(name(KernelNormalization::raw), "raw");
  EXPECT_EQ(name(KernelNormalization::local), "local");
}

TEST(KernelSpec, DefaultsAreThePapers) {
  EXPECT_EQ(KernelSpec{}.form, KernelForm::continuum);
  EXPECT_EQ(KernelSpec{}.normalization, KernelNormalization::raw);
}

}  // namespace
}  // namespace yieldscape
