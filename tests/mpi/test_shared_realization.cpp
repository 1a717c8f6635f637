#include <gmock/gmock.h>

#include "../unit/io/support.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/ensemble/shared_realization.hpp"
#include "yieldscape/io/checkpoint_files.hpp"
#include "yieldscape/parallel/collectives.hpp"

namespace yieldscape {
namespace {

EnsembleSpec spec_of(Lattice lattice, Dynamics dynamics = Dynamics::synchronous) {
  ModelParams params;
  params.lattice = lattice;
  params.dynamics = dynamics;
  params.moduli = {.shear_modulus = 19, .bulk_modulus = 55};
  params.initial_thresholds = {.mean = 1.65, .std = 0.507};
  params.renewed_thresholds = {.mean = 1, .std = 0.436};
  params.slip = {.c0 = 0.0235, .c1 = 0.0163};
  EnsembleSpec spec;
  spec.seed = 5;
  spec.grid = {.step = 0.01, .count = 6};
  spec.record.events = true;
  spec.record.maps_at = {2, 5};
  spec.record.histograms_at = {4};
  spec.engine = EngineChoice::slab;
  spec.points = {Point({}, params, 3)};
  return spec;
}

const auto go_on = [] { return Verdict::go_on; };

void expect_same_records(const EnsembleSpec& spec) {
  const Communicator world = Communicator::world();
  const ModelParams& params = spec.points[0].params();
  const SharedMedium shared(world, params);
  const auto together = run_realization(spec, shared, {.realization = 0}, {.after_avalanche = go_on});
  const auto alone = run_realization(spec, Medium(params), {.realization = 0}, go_on);
  ASSERT_TRUE(together && alone);
  EXPECT_GT(alone->slips, 1000U);
  EXPECT_EQ(together->slips, alone->slips);
  EXPECT_EQ(together->rounds, alone->rounds);
  if (world.is_root()) {
    EXPECT_EQ(together->records, alone->records);
  }
}

TEST(SharedRealization, LeavesTheRecordsOfOneRank) {
  expect_same_records(spec_of(Lattice(128, 128)));
}
TEST(SharedRealization, OnAnOddLatticeToo) {
  expect_same_records(spec_of(Lattice(131, 97)));
}
TEST(SharedRealization, InExtremalDynamicsToo) {
  expect_same_records(spec_of(Lattice(70, 81), Dynamics::extremal));
}

TEST(SharedRealization, WithInternalStressToo) {
  EnsembleSpec spec = spec_of(Lattice(70, 100));
  ModelParams params = spec.points[0].params();
  params.internal_stress_std = 0.1;
  spec.points = {Point({}, params, 3)};
  expect_same_records(spec);
}

TEST(SharedRealization, IsGivenUpByAllIfOneSaysStop) {
  const Communicator world = Communicator::world();
  const EnsembleSpec spec = spec_of(Lattice(128, 128));
  const SharedMedium shared(world, spec.points[0].params());
  int looks = 0;
  const auto result = run_realization(
      spec, shared, {.realization = 1}, {.after_avalanche = [&] {
        return ++looks == 3 && world.rank() == world.size() - 1 ? Verdict::stop : Verdict::go_on;
      }});
  EXPECT_FALSE(result);
  EXPECT_EQ(looks, 3);
}

TEST(SharedRealization, FailsOnAllWithOneMessageIfItFailsOnOne) {
  const Communicator world = Communicator::world();
  const EnsembleSpec spec = spec_of(Lattice(128, 128));
  const SharedMedium shared(world, spec.points[0].params());
  std::string message;
  try {
    int looks = 0;
    (void)run_realization(spec, shared, {.realization = 1}, {.after_avalanche = [&]() -> Verdict {
                            if (++looks == 2 && world.rank() == world.size() / 2) throw std::bad_alloc();
                            return Verdict::go_on;
                          }});
  } catch (const RealizationError& error) {
    message = error.what();
  }
  EXPECT_EQ(message, "std::bad_alloc");
  // The group is as good as new.
  EXPECT_TRUE(run_realization(spec, shared, {.realization = 2}, {.after_avalanche = go_on}));
}

TEST(SharedRealization, FailsOnAllAtTheRoundLimit) {
  EnsembleSpec spec = spec_of(Lattice(128, 128));
  spec.round_limit = 3;
  const SharedMedium shared(Communicator::world(), spec.points[0].params());
  EXPECT_THROW((void)run_realization(spec, shared, {.realization = 0}, {.after_avalanche = go_on}),
               RealizationError);
}

// Written at one grid strain after the other by all ranks, taken up by all, by fewer and by one alone.
TEST(SharedRealization, GoesOnFromACheckpointOnAnyNumberOfRanks) {
  const Communicator world = Communicator::world();
  EnsembleSpec spec = spec_of(Lattice(131, 97));
  spec.record.maps_realizations = 1;
  const ModelParams& params = spec.points[0].params();
  std::optional<test::TemporaryDirectory> temporary;
  if (world.is_root()) temporary.emplace();
  const std::filesystem::path path =
      broadcast(world, world.is_root() ? temporary->path().native() : std::string());
  const RunDirectory directory(path / "x.run");
  CheckpointFiles files(directory, {1, 2}, {.point = {3, 4}, .realization = 0});

  const SharedMedium shared(world, params);
  const auto part = slab_of(params.lattice, world.rank(), world.size());
  const auto alone = run_realization(spec, Medium(params), {.realization = 0}, go_on);
  std::optional<Checkpoint> last;
  for (std::uint64_t grid = 1; grid < spec.grid.count; ++grid) {
    EncodedCheckpoint kept;
    bool stop = false;
    const auto left =
        run_realization(spec, shared, {.realization = 0},
                        {.after_avalanche = [&] { return stop ? Verdict::stop : Verdict::go_on; },
                         .wants_checkpoint = [&] { return !stop; },
                         .keep = [&](const Checkpoint& checkpoint) { kept = encode(checkpoint); },
                         .write =
                             [&] {
                               files.write(world, kept);
                               stop = true;
                             },
                         .from = files.read(world, part)});
    ASSERT_FALSE(left);
    const auto found = files.read(world, part);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->next_grid, grid);
  }
  const auto expect_rest = [&](const Communicator& team) {
    const SharedMedium medium(team, params);
    const auto rest =
        run_realization(spec, medium, {.realization = 0},
                        {.after_avalanche = go_on,
                         .from = files.read(team, slab_of(params.lattice, team.rank(), team.size()))});
    ASSERT_TRUE(rest);
    EXPECT_EQ(rest->slips, alone->slips);
    EXPECT_EQ(rest->near_ties, alone->near_ties);
    if (team.is_root()) {
      EXPECT_EQ(rest->records, alone->records);
    }
  };
  expect_rest(world);
  expect_rest(world.split(world.rank() % 2, world.rank()));
  const auto rest =
      run_realization(spec, Medium(params), {.realization = 0},
                      RealizationWatch{.after_avalanche = go_on, .from = files.read(params.lattice)});
  ASSERT_TRUE(rest);
  EXPECT_EQ(rest->records, alone->records);
  world.barrier();
}

TEST(SharedRealization, FailsOnAllIfOneCannotKeepItsCheckpoint) {
  const Communicator world = Communicator::world();
  const EnsembleSpec spec = spec_of(Lattice(128, 128));
  const SharedMedium shared(world, spec.points[0].params());
  EXPECT_THROW((void)run_realization(spec, shared, {.realization = 1},
                                     {.after_avalanche = go_on,
                                      .wants_checkpoint = [] { return true; },
                                      .keep =
                                          [&](const Checkpoint&) {
                                            if (world.rank() == world.size() - 1) throw std::bad_alloc();
                                          },
                                      .write = [] { FAIL() << "not all have kept their part"; }}),
               RealizationError);
}

}  // namespace
}  // namespace yieldscape
