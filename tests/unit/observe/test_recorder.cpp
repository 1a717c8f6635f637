#include "yieldscape/observe/recorder.hpp"

#include <gmock/gmock.h>

#include "hand_made.hpp"

namespace yieldscape {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Records record_three(const RecordSpec& spec, bool keep_maps) {
  const test::HandMade sample;
  Recorder recorder(spec, 3, keep_maps);
  for (std::size_t k = 0; k < 3; ++k) {
    recorder.at_strain(k, sample.snapshot());
    recorder.after_avalanche({.strain = double(k), .slips = k + 1});
  }
  return std::move(recorder).take();
}

TEST(Recorder, TakesTheCurvesAlways) {
  const Records records = record_three({}, true);
  EXPECT_EQ(records.series.strains(), 3U);
  EXPECT_THAT(records.series[Observable::stress], ElementsAre(1, 1, 1));
  EXPECT_THAT(records.series[Observable::slips], ElementsAre(7, 7, 7));
}

TEST(Recorder, TakesNothingElseUnlessAsked) {
  const Records records = record_three({}, true);
  EXPECT_THAT(records.avalanches, IsEmpty());
  EXPECT_THAT(records.maps, IsEmpty());
  EXPECT_THAT(records.histograms, IsEmpty());
}

TEST(Recorder, TakesTheAvalancheListInOrder) {
  const Records records = record_three({.events = true}, false);
  ASSERT_THAT(records.avalanches, SizeIs(3));
  EXPECT_EQ(records.avalanches[2].strain, 2);
  EXPECT_EQ(records.avalanches[2].slips, 3U);
}

TEST(Recorder, TakesMapsAtTheWantedStrainsOfTheWantedRealizations) {
  RecordSpec spec;
  spec.maps_at = {2, 0};
  const Records kept = record_three(spec, true);
  ASSERT_THAT(kept.maps, SizeIs(2));
  EXPECT_EQ(kept.maps[0].grid, 0U);
  EXPECT_EQ(kept.maps[1].grid, 2U);
  EXPECT_THAT(record_three(spec, false).maps, IsEmpty());
}

TEST(Recorder, TakesHistogramsOfEveryRealization) {
  RecordSpec spec;
  spec.histograms_at = {1};
  const Records records = record_three(spec, false);
  ASSERT_THAT(records.histograms, SizeIs(1));
  EXPECT_EQ(records.histograms[0].grid, 1U);
  EXPECT_THAT(records.histograms[0].strength, SizeIs(spec.histogram_bins + 2));
}

TEST(Series, IsOneRowPerObservable) {
  Series series(3);
  EXPECT_THAT(series.values(), SizeIs(3 * observable_count));
  series[Observable::strain_variance][2] = 5;
  EXPECT_EQ(series.values()[3 * std::size_t(Observable::strain_variance) + 2], 5);
  EXPECT_THAT(std::as_const(series)[Observable::strain_variance], ElementsAre(0, 0, 5));
  EXPECT_THAT(std::as_const(series)[Observable::stress], ElementsAre(0, 0, 0));
  EXPECT_THAT(std::as_const(series)[Observable::avalanches], SizeIs(3));
}

}  // namespace
}  // namespace yieldscape
