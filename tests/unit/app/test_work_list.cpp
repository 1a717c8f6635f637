#include "yieldscape/app/work_list.hpp"

#include <gmock/gmock.h>

namespace yieldscape {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

EnsembleSpec ensemble() {
  ModelParams params;
  params.moduli = {.shear_modulus = 19, .bulk_modulus = 55};
  params.initial_thresholds = {.mean = 1, .std = 0.4};
  params.renewed_thresholds = params.initial_thresholds;
  params.slip.c0 = 0.05;
  EnsembleSpec spec;
  spec.grid = {.step = 0.1, .count = 4};
  spec.points.emplace_back(Point::Labels{.name = "one"}, params, 5);
  return spec;
}

class WorkLists : public testing::Test {
 protected:
  [[nodiscard]] TaskId task(std::uint32_t realization) const {
    return {.point = spec.points[0].hash(), .realization = realization};
  }
  // Realization r was begun and not finished starts[r] times.
  [[nodiscard]] WorkList after(const std::vector<std::uint32_t>& starts) const {
    JournalIndex::Parts parts;
    for (std::uint32_t r = 0; r < starts.size(); ++r) {
      for (std::uint32_t i = 0; i < starts[r]; ++i) parts.unfinished.push_back({task(r)});
    }
    return work_list(spec, JournalIndex({}, parts), std::nullopt);
  }
  static std::vector<std::uint32_t> missing(const WorkList& list) {
    std::vector<std::uint32_t> all;
    for (const RealizationRange& range : list.missing[0].missing) {
      for (std::uint32_t r = range.first; r < range.last; ++r) all.push_back(r);
    }
    return all;
  }
  EnsembleSpec spec = ensemble();
};

TEST_F(WorkLists, KilledOnceIsNoGroundForSuspicion) {
  const WorkList list = after({0, 1, 1, 0, 1});
  EXPECT_THAT(missing(list), ElementsAre(0, 1, 2, 3, 4));
  EXPECT_THAT(list.begun_before, ElementsAre(task(1), task(2), task(4)));
  EXPECT_THAT(list.suspects, IsEmpty());
  EXPECT_THAT(list.put_aside, IsEmpty());
}

TEST_F(WorkLists, KilledTwiceIsTriedAloneAndAThirdTimeIsPutAside) {
  const WorkList list = after({2, 0, 3, 1, 2});
  EXPECT_THAT(missing(list), ElementsAre(1, 3));
  EXPECT_THAT(list.suspects,
              ElementsAre(Task{.point = 0, .realization = 0}, Task{.point = 0, .realization = 4}));
  EXPECT_THAT(list.put_aside, ElementsAre(task(2)));
  EXPECT_THAT(list.begun_before, ElementsAre(task(3)));
}

}  // namespace
}  // namespace yieldscape
