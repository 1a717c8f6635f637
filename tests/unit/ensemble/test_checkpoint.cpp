#include "yieldscape/ensemble/checkpoint.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <bit>

#include "../support/glasses.hpp"
#include "yieldscape/ensemble/realization.hpp"

// A realization that is taken up at a checkpoint leaves what one without a stop leaves, bit by bit.
namespace yieldscape {
namespace {

struct Case {
  const char* name;
  EngineChoice engine;
  int side;
  std::size_t strains;
  Dynamics dynamics = Dynamics::synchronous;
};

EnsembleSpec ensemble(const Case& c) {
  EnsembleSpec spec;
  spec.grid = {.step = 0.005, .count = c.strains};
  spec.engine = c.engine;
  spec.record.events = true;
  spec.record.maps_at = {0, c.strains / 2, c.strains - 1};
  spec.record.histograms_at = {1, c.strains - 2};
  ModelParams params = test::aged_glass(Lattice(c.side, c.side));
  params.initial_thresholds = params.renewed_thresholds;  // many slips at small strains
  params.dynamics = c.dynamics;
  spec.points.emplace_back(Point::Labels{.name = "one"}, params, 3);
  return spec;
}

// Records may hold NaN, where nothing has slipped yet.
void expect_same(const RealizationResult& a, const RealizationResult& b) {
  const auto bits = [](double x, double y) {
    return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
  };
  EXPECT_TRUE(std::ranges::equal(a.records.series.values(), b.records.series.values(), bits));
  EXPECT_EQ(a.records.avalanches, b.records.avalanches);
  EXPECT_EQ(a.records.maps, b.records.maps);
  EXPECT_EQ(a.records.histograms, b.records.histograms);
  EXPECT_EQ(a.slips, b.slips);
  EXPECT_EQ(a.rounds, b.rounds);
  EXPECT_EQ(a.near_ties, b.near_ties);
}

class Checkpoints : public testing::TestWithParam<Case> {
 protected:
  EnsembleSpec spec_ = ensemble(GetParam());
  Medium medium_{spec_.points[0].params()};
  Task task_{.point = 0, .realization = 2};
};

TEST_P(Checkpoints, LeadToTheSameResultFromEveryGridStrain) {
  std::vector<Checkpoint> all;
  const auto whole =
      run_realization(spec_, medium_, task_,
                      RealizationWatch{.after_avalanche = [] { return Verdict::go_on; },
                                       .wants_checkpoint = [] { return true; },
                                       .keep = [&](const Checkpoint& c) { all.push_back(c); }});
  ASSERT_TRUE(whole);
  ASSERT_GT(whole->slips, 0U);
  expect_same(run_realization(spec_, medium_, task_, [] { return Verdict::go_on; }).value(), *whole);
  ASSERT_EQ(all.size(), GetParam().strains - 1) << "after the last strain there is nothing to go on with";
  for (const Checkpoint& from : all) {
    const auto rest =
        run_realization(spec_, medium_, task_,
                        RealizationWatch{.after_avalanche = [] { return Verdict::go_on; }, .from = from});
    ASSERT_TRUE(rest);
    expect_same(*rest, *whole);
  }
}

// Stopped in the middle of every strain step, each time taken up at the last checkpoint.
TEST_P(Checkpoints, LeadThroughManyStops) {
  std::optional<Checkpoint> last;
  std::optional<RealizationResult> result;
  std::size_t stops = 0;
  while (!result) {
    bool passed = false;
    result = run_realization(spec_, medium_, task_,
                             RealizationWatch{.after_avalanche =
                                                  [&] {
                                                    if (!passed) return Verdict::go_on;
                                                    ++stops;
                                                    return Verdict::stop;
                                                  },
                                              .wants_checkpoint = [] { return true; },
                                              .keep =
                                                  [&](const Checkpoint& c) {
                                                    last = c;
                                                    passed = true;
                                                  },
                                              .from = last});
  }
  EXPECT_GT(stops, GetParam().strains / 3);
  expect_same(*result, run_realization(spec_, medium_, task_, [] { return Verdict::go_on; }).value());
}

INSTANTIATE_TEST_SUITE_P(Engines, Checkpoints,
                         testing::Values(Case{"direct", EngineChoice::direct, 16, 40},
                                         Case{"large_direct", EngineChoice::direct, 33, 12},
                                         Case{"extremal", EngineChoice::direct, 8, 40, Dynamics::extremal},
                                         Case{"reference", EngineChoice::reference, 8, 30},
                                         Case{"interval", EngineChoice::interval, 128, 6}),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace yieldscape
