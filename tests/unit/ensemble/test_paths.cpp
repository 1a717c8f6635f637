#include <gtest/gtest.h>

#include <algorithm>
#include <bit>

#include "yieldscape/ensemble/realization.hpp"

// Every path of the processor, and the engine that spells the definition out, leave the same bits in every
// record: curves, avalanches, maps, histograms.
namespace yieldscape {
namespace {

struct Glass {
  const char* name;
  Moduli moduli;
  ThresholdSpec initial;
  SlipSpec slip;
};

const Glass glasses[] = {
    {"ESL",
     {.shear_modulus = 14.7, .bulk_modulus = 52},
     {.kind = ThresholdKind::normal, .mean = 1.14, .std = 0.478},
     {.c0 = 0.0276, .c1 = 0.0206}},
    {"GQ",
     {.shear_modulus = 19, .bulk_modulus = 55},
     {.kind = ThresholdKind::normal, .mean = 1.65, .std = 0.507},
     {.c0 = 0.0235, .c1 = 0.0163}},
};

struct Run {
  int lx, ly;
  std::size_t strains;     ///< of 0.005
  bool against_reference;  ///< where that engine takes no more than a moment
};

// Records may hold NaN, where nothing has slipped yet.
bool same_bits(const Records& a, const Records& b) {
  const auto bits = [](double x, double y) {
    return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
  };
  return std::ranges::equal(a.series.values(), b.series.values(), bits) && a.avalanches == b.avalanches &&
         a.maps == b.maps && a.histograms == b.histograms;
}

class EveryPath : public testing::TestWithParam<std::tuple<Run, Glass>> {
 protected:
  EveryPath() {
    const auto [run, glass] = GetParam();
    const ModelParams params{.lattice = Lattice(run.lx, run.ly),
                             .moduli = glass.moduli,
                             .initial_thresholds = glass.initial,
                             .renewed_thresholds = {.kind = ThresholdKind::normal, .mean = 1, .std = 0.436},
                             .slip = glass.slip};
    spec_.grid = {.step = 0.005, .count = run.strains};
    spec_.record.events = true;
    spec_.record.maps_at = {run.strains - 1};
    spec_.record.histograms_at = {run.strains - 1};
    spec_.points.push_back(Point({}, params, 1));
  }

  [[nodiscard]] RealizationResult run(EngineChoice engine, SimdPath path) {
    spec_.engine = engine;
    const Medium medium(spec_.points[0].params());
    return *run_realization(
        spec_, medium, Task{}, [] { return Verdict::go_on; }, path);
  }

  EnsembleSpec spec_;
};

TEST_P(EveryPath, LeavesTheSameBits) {
  const RealizationResult expected = run(EngineChoice::direct, SimdPath::baseline);
  EXPECT_GT(expected.slips, 0U);
  for (const SimdPath path : available_simd_paths()) {
    const RealizationResult result = run(EngineChoice::direct, path);
    EXPECT_EQ(result.slips, expected.slips) << name(path);
    EXPECT_EQ(result.rounds, expected.rounds) << name(path);
    EXPECT_TRUE(same_bits(result.records, expected.records)) << name(path);
  }
}

TEST_P(EveryPath, IsThatOfTheReferenceEngine) {
  if (!std::get<0>(GetParam()).against_reference) return;
  const RealizationResult expected = run(EngineChoice::reference, SimdPath::baseline);
  const RealizationResult result = run(EngineChoice::direct, best_simd_path());
  EXPECT_EQ(result.slips, expected.slips);
  EXPECT_TRUE(same_bits(result.records, expected.records));
}

INSTANTIATE_TEST_SUITE_P(ShapesAndGlasses, EveryPath,
                         testing::Combine(testing::Values(Run{16, 16, 100, true}, Run{15, 15, 60, true},
                                                          Run{24, 24, 60, true}, Run{7, 20, 60, true},
                                                          Run{33, 17, 40, true}, Run{1, 1, 400, true},
                                                          Run{2, 2, 400, true}, Run{48, 48, 24, false},
                                                          Run{100, 100, 12, false}, Run{32, 32, 60, false}),
                                          testing::ValuesIn(glasses)),
                         [](const auto& test) {
                           const Run run = std::get<0>(test.param);
                           return std::to_string(run.lx) + "x" + std::to_string(run.ly) + "_" +
                                  std::get<1>(test.param).name;
                         });

}  // namespace
}  // namespace yieldscape
