#include <gmock/gmock.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "../support/glasses.hpp"
#include "yieldscape/ensemble/ensemble_spec.hpp"

namespace yieldscape {
namespace {

EnsembleSpec ensemble() {
  EnsembleSpec spec;
  spec.title = "a test";
  spec.seed = 7;
  spec.grid = {.step = 0.005, .count = 400};
  spec.record.maps_at = {39};
  spec.record.histograms_at = {39, 399};
  spec.points.emplace_back(Point::Labels{.name = "one"}, test::aged_glass(), 300);
  return spec;
}

TEST(RunIdentity, Golden) {
  EXPECT_EQ(canonical_text(ensemble()),
            "engine = auto\n"
            "loading.round_limit = 100000000\n"
            "loading.strain_step = 0.005\n"
            "loading.strains = 400\n"
            "record.events = false\n"
            "record.histogram_bins = 160\n"
            "record.histogram_range = [-2, 6]\n"
            "record.histograms_at = [39, 399]\n"
            "record.maps_at = [39]\n"
            "record.maps_realizations = 1\n"
            "seed = 7\n"
            "seed_policy = independent\n");
}

TEST(RunIdentity, HoldsAllThatDecidesTheRecords) {
  using Change = std::function<void(EnsembleSpec&)>;
  const std::vector<Change> changes{
      [](EnsembleSpec&) {},
      [](EnsembleSpec& s) { s.seed = 8; },
      [](EnsembleSpec& s) { s.seed_policy = SeedPolicy::common; },
      [](EnsembleSpec& s) { s.grid.step = 0.01; },
      [](EnsembleSpec& s) { s.grid.count = 401; },
      [](EnsembleSpec& s) { s.engine = EngineChoice::direct; },
      [](EnsembleSpec& s) { s.engine = EngineChoice::reference; },
      [](EnsembleSpec& s) { s.round_limit = 5; },
      [](EnsembleSpec& s) { s.record.events = true; },
      [](EnsembleSpec& s) { s.record.maps_at = {40}; },
      [](EnsembleSpec& s) { s.record.maps_realizations = 2; },
      [](EnsembleSpec& s) { s.record.histograms_at = {39}; },
      [](EnsembleSpec& s) { s.record.histogram_lower = -3; },
      [](EnsembleSpec& s) { s.record.histogram_upper = 7; },
      [](EnsembleSpec& s) { s.record.histogram_bins = 80; },
  };
  std::set<std::string> texts;
  for (const Change& change : changes) {
    EnsembleSpec spec = ensemble();
    change(spec);
    texts.insert(canonical_text(spec));
  }
  EXPECT_EQ(texts.size(), changes.size());
}

// Title, points and their realizations may change: the run is extended.
TEST(RunIdentity, LeavesOutWhatMayChange) {
  EnsembleSpec other = ensemble();
  other.title = "another";
  other.points.emplace_back(Point::Labels{.name = "two"}, test::aged_glass(Lattice(16, 16)), 10);
  EXPECT_EQ(canonical_text(other), canonical_text(ensemble()));
}

TEST(StreamKey, IndependentPointsHaveKeysOfTheirOwn) {
  EnsembleSpec spec = ensemble();
  spec.points.emplace_back(Point::Labels{.name = "two"}, test::aged_glass(Lattice(16, 16)), 10);
  EXPECT_NE(stream_key(spec, spec.points[0]), stream_key(spec, spec.points[1]));
  EXPECT_EQ(stream_key(spec, spec.points[0]),
            hash128("yieldscape seed=7 point=" + spec.points[0].hash().hex()).high);
}

// A point's key knows nothing of the other points, of its place among them, or of its label.
TEST(StreamKey, BelongsToThePointAlone) {
  const EnsembleSpec alone = ensemble();
  EnsembleSpec among = ensemble();
  among.points.insert(among.points.begin(), Point({.name = "new"}, test::aged_glass(Lattice(16, 16)), 10));
  EXPECT_EQ(stream_key(alone, alone.points[0]), stream_key(among, among.points[1]));
}

TEST(StreamKey, CommonPointsShareIt) {
  EnsembleSpec spec = ensemble();
  spec.seed_policy = SeedPolicy::common;
  spec.seed = 1;
  spec.points.emplace_back(Point::Labels{.name = "two"}, test::aged_glass(Lattice(16, 16)), 10);
  EXPECT_EQ(stream_key(spec, spec.points[0]), stream_key(spec, spec.points[1]));
  // First half of XXH3-128 of "yieldscape seed=1", computed with the Python package xxhash.
  EXPECT_EQ(stream_key(spec, spec.points[0]), 0x95ae09c816de63e7U);
}

TEST(StreamKey, DependsOnTheSeed) {
  EnsembleSpec other = ensemble();
  other.seed = 8;
  EXPECT_NE(stream_key(ensemble(), ensemble().points[0]), stream_key(other, other.points[0]));
}

TEST(EnsembleNames, AreThoseOfTheConfiguration) {
  EXPECT_EQ(name(SeedPolicy::independent), "independent");
  EXPECT_EQ(name(SeedPolicy::common), "common");
  EXPECT_EQ(name(EngineChoice::automatic), "auto");
  EXPECT_EQ(name(EngineChoice::direct), "direct");
  EXPECT_EQ(name(EngineChoice::reference), "reference");
}

}  // namespace
}  // namespace yieldscape
