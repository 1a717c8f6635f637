#include <gmock/gmock.h>

#include "yieldscape/core/error.hpp"
#include "yieldscape/ensemble/shared_realization.hpp"
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
  const auto together = run_realization(spec, shared, {.realization = 0}, go_on);
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
  const auto result = run_realization(spec, shared, {.realization = 1}, [&] {
    return ++looks == 3 && world.rank() == world.size() - 1 ? Verdict::stop : Verdict::go_on;
  });
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
    (void)run_realization(spec, shared, {.realization = 1}, [&]() -> Verdict {
      if (++looks == 2 && world.rank() == world.size() / 2) throw std::bad_alloc();
      return Verdict::go_on;
    });
  } catch (const RealizationError& error) {
    message = error.what();
  }
  EXPECT_EQ(message, "std::bad_alloc");
  // The group is as good as new.
  EXPECT_TRUE(run_realization(spec, shared, {.realization = 2}, go_on));
}

TEST(SharedRealization, FailsOnAllAtTheRoundLimit) {
  EnsembleSpec spec = spec_of(Lattice(128, 128));
  spec.round_limit = 3;
  const SharedMedium shared(Communicator::world(), spec.points[0].params());
  EXPECT_THROW((void)run_realization(spec, shared, {.realization = 0}, go_on), RealizationError);
}

}  // namespace
}  // namespace yieldscape
