#include "yieldscape/model/params.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "../support/glasses.hpp"

namespace yieldscape {
namespace {

using namespace test;

ModelParams correlated(Moduli moduli, ThresholdSpec initial, ThresholdSpec renewed, double c0, double c1) {
  return {.moduli = moduli,
          .initial_thresholds = initial,
          .renewed_thresholds = renewed,
          .slip = {.c0 = c0, .c1 = c1}};
}

// The paper's two-parameter fits and the mean slips it prints for them.
TEST(MeanSlip, IsThatPrintedForThePapersFits) {
  EXPECT_NEAR(mean_slip(correlated(esl_moduli, esl_thresholds(), esl_thresholds(), 0.0304, 0.0216)), 0.0634,
              1e-4);
  EXPECT_NEAR(mean_slip(correlated(esl_moduli, esl_thresholds(), mct_thresholds(), 0.0276, 0.0206)), 0.0521,
              1e-4);
  EXPECT_NEAR(mean_slip(correlated(gq_moduli, gq_thresholds(), gq_thresholds(), 0.0344, 0.0164)), 0.0833,
              1e-4);
  EXPECT_NEAR(mean_slip(correlated(gq_moduli, gq_thresholds(), mct_thresholds(), 0.0235, 0.0163)), 0.0429,
              1e-4);
}

TEST(MeanSlip, IsOverTheRenewedThresholds) {
  const ModelParams params = correlated(gq_moduli, constant_law(5), constant_law(2), 0.25, 0.5);
  EXPECT_DOUBLE_EQ(mean_slip(params), 0.25 + 0.5 * 4);
}

TEST(Age, IsThatOfThePapersGlasses) {
  EXPECT_NEAR(age(correlated(esl_moduli, esl_thresholds(), mct_thresholds(), 1, 0)), 0.14, 1e-12);
  EXPECT_NEAR(age(correlated(gq_moduli, gq_thresholds(), mct_thresholds(), 1, 0)), 0.65, 1e-12);
}

TEST(Age, IsRelativeToTheRenewedMean) {
  EXPECT_DOUBLE_EQ(age(correlated(gq_moduli, constant_law(3), constant_law(2), 1, 0)), 0.5);
}

TEST(Age, OfTheDisorderedScenarioIsZero) {
  EXPECT_EQ(age(correlated(gq_moduli, gq_thresholds(), gq_thresholds(), 1, 0)), 0);
}

// Eq. (3) by hand: std/(μ* <ε_0>), with the incompressible μ* = μ.
TEST(DisorderStrength, ComparesTheSpreadWithTheStressOfASlip) {
  const Moduli moduli{.shear_modulus = 4, .bulk_modulus = std::numeric_limits<double>::infinity()};
  const ModelParams params = correlated(moduli, normal_law(9, 3), normal_law(2, 0.5), 0.25, 0.5);
  EXPECT_DOUBLE_EQ(disorder_strength(params), 0.5 / (4 * (0.25 + 0.5 * (4 + 0.25))));
}

TEST(DisorderStrength, UsesTheEffectiveModulus) {
  const Moduli moduli{.shear_modulus = 4, .bulk_modulus = 4};
  EXPECT_DOUBLE_EQ(disorder_strength(correlated(moduli, normal_law(9, 3), normal_law(2, 0.5), 0.25, 0)), 1.0);
}

// Eqs. (3) and (6) speak of the thresholds that are drawn: truncation counts.
TEST(DisorderStrength, SeesTheTruncatedLaw) {
  ThresholdSpec cut = normal_law(1, 0.5);
  cut.lower = 1;
  const ModelParams whole = correlated(gq_moduli, normal_law(1, 0.5), normal_law(1, 0.5), 0.05, 0);
  const ModelParams half = correlated(gq_moduli, normal_law(1, 0.5), cut, 0.05, 0);
  EXPECT_NEAR(disorder_strength(half) / disorder_strength(whole), 0.602810, 1e-6);  // sqrt(1 − 2/π)
  EXPECT_LT(age(half), 0);
}

TEST(Dynamics, NamesAreThoseOfTheConfiguration) {
  EXPECT_EQ(name(Dynamics::synchronous), "synchronous");
  EXPECT_EQ(name(Dynamics::extremal), "extremal");
}

}  // namespace
}  // namespace yieldscape
