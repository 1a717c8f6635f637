#include <gmock/gmock.h>

#include <cmath>

#include "local_model.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/ensemble/calibration.hpp"
#include "yieldscape/random/counter.hpp"
#include "yieldscape/random/transforms.hpp"

namespace yieldscape {
namespace {

using ::testing::DoubleNear;
using ::testing::HasSubstr;
using ::testing::Lt;

constexpr StrainGrid grid{.step = 0.05, .count = 12};
constexpr double second_moment = 1.2;

// A stand-in for an ensemble, shaped like one: more slip lowers the flow stress, correlated slip raises the
// peak at strain 0.1.
std::vector<double> smooth_curve(SlipCoefficients c) {
  const double slip = c.c0 + second_moment * c.c1;
  const double flow = 0.53 - 0.6 * std::log(slip / 0.052);
  std::vector<double> stress(grid.count, flow);
  stress[0] = 0.7 * flow;
  stress[1] = flow + 2.5 * c.c1;
  return stress;
}

// `scatter`: standard deviation of a batch, half of its variance the same in all trials.
Trials stand_in(double scatter, std::uint64_t seed) {
  return [=](std::span<const SlipCoefficients> trials, std::uint32_t batches) {
    std::vector<TrialCurves> all;
    for (std::size_t t = 0; t < trials.size(); ++t) {
      TrialCurves curves{.strains = grid.count, .values = {}};
      const std::uint64_t own = seed + std::hash<double>{}(trials[t].c0 + 7 * trials[t].c1);
      for (std::uint32_t b = 0; b < batches; ++b) {
        std::vector<double> curve = smooth_curve(trials[t]);
        for (std::uint32_t k = 0; k < curve.size(); ++k) {
          const auto draw = [&](std::uint64_t key) {
            return standard_normal(RandomNumbers(key, b)(Stream::renewal, Site(k < 5 ? k : 5), 0).first);
          };
          curve[k] += scatter * std::sqrt(0.5) * (draw(seed) + draw(own));
        }
        curves.values.insert(curves.values.end(), curve.begin(), curve.end());
      }
      all.push_back(std::move(curves));
    }
    return all;
  };
}

StressTarget target_of(SlipCoefficients c) {
  const std::vector<double> curve = smooth_curve(c);
  return {.flow_stress = Estimate{curve.back(), 0}, .peak_stress = Estimate{curve[1], 0}};
}

CalibrationProblem problem(StressTarget target, SlipCoefficients start) {
  return {.target = std::move(target),
          .grid = grid,
          .start = start,
          .second_moment = second_moment,
          .slip_scale = 0.04};
}

void hear_nothing(const CalibrationStep& /*step*/) {}

TEST(Calibration, FindsC0FromTheFlowStressFromNearAndFar) {
  const StressTarget target{.flow_stress = target_of({.c0 = 0.0836}).flow_stress};
  for (const double start : {0.01, 0.0836, 0.5}) {
    const Calibration fit = calibrate(stand_in(0, 1), problem(target, {.c0 = start}), {}, hear_nothing);
    EXPECT_THAT(fit.c0.value, DoubleNear(0.0836, 1e-3 * 0.0836)) << "from " << start;
    EXPECT_EQ(fit.c1.value, 0);
    EXPECT_EQ(fit.c1.error, 0);
  }
}

TEST(Calibration, KeepsTheGivenC1WhenOnlyTheFlowStressIsFitted) {
  const StressTarget target{.flow_stress = Estimate{0.5, 0}};
  const Calibration fit =
      calibrate(stand_in(0, 1), problem(target, {.c0 = 0.06, .c1 = 0.02}), {}, hear_nothing);
  EXPECT_EQ(fit.c1.value, 0.02);
}

TEST(Calibration, FindsBothCoefficientsFromPeakAndFlowStress) {
  const SlipCoefficients truth{.c0 = 0.0304, .c1 = 0.0216};
  const Calibration fit =
      calibrate(stand_in(0, 1), problem(target_of(truth), {.c0 = 0.06, .c1 = 0}), {}, hear_nothing);
  EXPECT_THAT(fit.c0.value, DoubleNear(truth.c0, 2e-3 * truth.c0));
  EXPECT_THAT(fit.c1.value, DoubleNear(truth.c1, 2e-3 * truth.c1));
}

TEST(Calibration, FindsBothCoefficientsFromAWholeCurve) {
  const SlipCoefficients truth{.c0 = 0.0304, .c1 = 0.0216};
  MeasuredCurve curve;
  const std::vector<double> stress = smooth_curve(truth);
  for (std::size_t k = 0; k < 12; ++k) {
    curve.strain.push_back(grid.strain(k));
    curve.stress.push_back(stress[k]);
    curve.error.push_back(0.01);
  }
  const StressTarget target{.flow_stress = std::nullopt, .peak_stress = std::nullopt, .curve = curve};
  const Calibration fit =
      calibrate(stand_in(0.02, 3), problem(target, {.c0 = 0.06, .c1 = 0}), {.precision = 0.02}, hear_nothing);
  EXPECT_THAT(fit.c0.value, DoubleNear(truth.c0, 6 * fit.c0.error));
  EXPECT_THAT(fit.c1.value, DoubleNear(truth.c1, 6 * fit.c1.error));
  EXPECT_EQ(fit.degrees, 10U);
}

// 24 calibrations of noisy ensembles: the stated errors must be the scatter about the truth. For 24 normal z
// the chance of an rms outside 0.35 … 1.85 is below 1e-6.
TEST(Calibration, StatesTheScatterOfItsResults) {
  const SlipCoefficients truth{.c0 = 0.0304, .c1 = 0.0216};
  double square0 = 0;
  double square1 = 0;
  constexpr int runs = 24;
  for (std::uint64_t seed = 1; seed <= runs; ++seed) {
    const Calibration fit = calibrate(stand_in(0.05, 1000 * seed), problem(target_of(truth), truth),
                                      {.precision = 0.03, .seed = seed}, hear_nothing);
    ASSERT_TRUE(fit.precise);
    EXPECT_LE(fit.c1.error, 0.03 * fit.c1.value);
    square0 += std::pow((fit.c0.value - truth.c0) / fit.c0.error, 2);
    square1 += std::pow((fit.c1.value - truth.c1) / fit.c1.error, 2);
  }
  for (const double rms : {std::sqrt(square0 / runs), std::sqrt(square1 / runs)}) {
    EXPECT_GT(rms, 0.35);
    EXPECT_LT(rms, 1.85);
  }
}

TEST(Calibration, TheTargetsOwnErrorsWidenTheResult) {
  StressTarget target{.flow_stress = Estimate{0.53, 0.03}};
  const Calibration fit = calibrate(stand_in(0.01, 1), problem(target, {.c0 = 0.06}), {}, hear_nothing);
  // dΣ/d ln c0 = −0.6: 0.03 of 0.53 are 5 % of c0.
  EXPECT_THAT(fit.c0.error / fit.c0.value, DoubleNear(0.05, 0.01));
  EXPECT_TRUE(fit.precise);  // of the ensemble, which is all that more realizations could improve
}

TEST(Calibration, AsksForMoreRealizationsWhenMorePrecisionIsWanted) {
  const StressTarget target{.flow_stress = Estimate{0.53, 0}};
  const auto realizations = [&](double precision) {
    return calibrate(stand_in(0.05, 1), problem(target, {.c0 = 0.06}), {.precision = precision}, hear_nothing)
        .steps.back()
        .realizations;
  };
  const double ratio = double(realizations(0.001)) / realizations(0.005);
  EXPECT_THAT(ratio, DoubleNear(25, 12));
}

TEST(Calibration, SaysThatPrecisionIsOutOfReach) {
  const StressTarget target{.flow_stress = Estimate{0.53, 0}};
  const Calibration fit = calibrate(stand_in(0.5, 1), problem(target, {.c0 = 0.06}),
                                    {.precision = 1e-4, .most_realizations = 600}, hear_nothing);
  EXPECT_FALSE(fit.precise);
  EXPECT_EQ(fit.steps.back().realizations, 600U);
}

std::string refusal(const Trials& trials, const StressTarget& target) {
  try {
    static_cast<void>(calibrate(trials, problem(target, {.c0 = 0.03, .c1 = 0.01}), {}, hear_nothing));
  } catch (const ConfigurationError& error) {
    return error.what();
  }
  return "";
}

TEST(Calibration, SaysWhyATargetCannotBeReached) {
  const Trials trials = stand_in(0, 1);
  EXPECT_THAT(refusal(trials, {.flow_stress = Estimate{9, 0}}), HasSubstr("mean slip is at the lower end"));
  EXPECT_THAT(refusal(trials, {.flow_stress = Estimate{0.53, 0}, .peak_stress = Estimate{0.9, 0}}),
              HasSubstr("cannot be any higher"));
  EXPECT_THAT(refusal(trials, {.flow_stress = Estimate{0.53, 0}, .peak_stress = Estimate{0.4, 0}}),
              HasSubstr("cannot be any lower"));
  const Trials constant = [](std::span<const SlipCoefficients> all, std::uint32_t batches) {
    return std::vector<TrialCurves>(all.size(), {grid.count, std::vector<double>(batches * grid.count, 1.0)});
  };
  EXPECT_THAT(refusal(constant, {.flow_stress = Estimate{2, 0}}), HasSubstr("does not depend"));
}

TEST(LocalModel, IsExactForAParabola) {
  const Star star{.center = {0.3, 0.5}, .up = {0.2, 0.2}, .down = {0.2, 0.05}};
  std::vector<std::vector<double>> responses;
  for (const Coordinates& u : star.trials(2)) {
    const Coordinates d{u[0] - 0.3, u[1] - 0.5};
    responses.push_back({1 + 2 * d[0] - d[1] + 5 * d[1] * d[1], 3 + d[0] + 4 * d[1] - 7 * d[0] * d[0]});
  }
  const LocalModel model{.level = responses.front(), .slope = slopes(star, responses)};
  EXPECT_THAT(model.slope[0][0], DoubleNear(2, 1e-12));
  EXPECT_THAT(model.slope[0][1], DoubleNear(-1, 1e-12));
  EXPECT_THAT(model.slope[1][1], DoubleNear(4, 1e-12));
  const std::vector<TargetRow> rows{{{1.3, 0}, 1}, {{3.7, 0}, 5}};
  const Coordinates root = solve(model, rows, 2);
  EXPECT_THAT(model(0, root), DoubleNear(1.3, 1e-12));
  EXPECT_THAT(model(1, root), DoubleNear(3.7, 1e-12));
}

}  // namespace
}  // namespace yieldscape
