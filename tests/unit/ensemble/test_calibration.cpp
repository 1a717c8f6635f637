#include <gmock/gmock.h>

#include <cmath>

#include "yieldscape/ensemble/calibration.hpp"

namespace yieldscape {
namespace {

using ::testing::DoubleNear;

// A smooth stand-in for an ensemble: more slip lowers the flow stress, correlated slip raises the peak.
StressResponse stand_in(SlipCoefficients c) {
  const double flow = 0.9 - 0.15 * std::log(1 + 100 * (c.c0 + 1.2 * c.c1));
  return {.flow_stress = flow, .peak_stress = flow + 2 * c.c1};
}

TEST(Calibration, FindsC0FromTheFlowStress) {
  const StressResponse wanted = stand_in({.c0 = 0.0836, .c1 = 0});
  for (const double start : {0.01, 0.0836, 0.5}) {
    const Calibration fit = calibrate(stand_in, {.c0 = start, .c1 = 0}, {.flow_stress = wanted.flow_stress}, 1e-6);
    EXPECT_TRUE(fit.converged);
    EXPECT_THAT(fit.best.coefficients.c0, DoubleNear(0.0836, 1e-5)) << "from " << start;
    EXPECT_EQ(fit.best.coefficients.c1, 0);
  }
}

TEST(Calibration, KeepsTheGivenC1WhenOnlyTheFlowStressIsFitted) {
  const StressResponse wanted = stand_in({.c0 = 0.03, .c1 = 0.02});
  const Calibration fit = calibrate(stand_in, {.c0 = 0.06, .c1 = 0.02}, {.flow_stress = wanted.flow_stress}, 1e-6);
  EXPECT_THAT(fit.best.coefficients.c0, DoubleNear(0.03, 1e-5));
  EXPECT_EQ(fit.best.coefficients.c1, 0.02);
}

TEST(Calibration, FindsBothCoefficientsFromPeakAndFlowStress) {
  const StressResponse wanted = stand_in({.c0 = 0.0304, .c1 = 0.0216});
  const StressTarget target{.flow_stress = wanted.flow_stress, .peak_stress = wanted.peak_stress};
  const Calibration fit = calibrate(stand_in, {.c0 = 0.06, .c1 = 0}, target, 1e-6);
  EXPECT_TRUE(fit.converged);
  EXPECT_THAT(fit.best.coefficients.c0, DoubleNear(0.0304, 1e-4));
  EXPECT_THAT(fit.best.coefficients.c1, DoubleNear(0.0216, 1e-4));
}

TEST(Calibration, SaysWhenTheTargetIsOutOfReach) {
  const auto constant = [](SlipCoefficients) { return StressResponse{.flow_stress = 1, .peak_stress = 1}; };
  const Calibration fit = calibrate(constant, {.c0 = 0.05, .c1 = 0}, {.flow_stress = 2}, 0.01);
  EXPECT_FALSE(fit.converged);
  EXPECT_LE(fit.steps.size(), 30U);
}

}  // namespace
}  // namespace yieldscape
