#include "interval_engine.hpp"

#include <gmock/gmock.h>

#include <limits>

#include "driven_sample.hpp"
#include "kernel_forms.hpp"
#include "yieldscape/core/error.hpp"

namespace yieldscape {
namespace {

using testing::ElementsAre;

const Lattice lattice(70, 81);
const ElasticKernel kernel = elastic_kernel(lattice, test::glass_moduli, {});

std::vector<double> strengths(StrengthEngine& engine) {
  std::vector<double> values(lattice.sites());
  engine.read(values);
  return values;
}

TEST(IntervalEngine, FitsWhereThreeBlocksDoAndOffsetsTakeAWord) {
  EXPECT_FALSE(interval_engine_fits(Lattice(64, 64)));
  EXPECT_FALSE(interval_engine_fits(Lattice(64, 4096)));
  EXPECT_FALSE(interval_engine_fits(Lattice(1, 1)));
  EXPECT_TRUE(interval_engine_fits(Lattice(65, 65)));
  EXPECT_TRUE(interval_engine_fits(Lattice(4096, 65)));
  EXPECT_TRUE(interval_engine_fits(Lattice(65, 32767)));
  EXPECT_FALSE(interval_engine_fits(Lattice(65, 32768))) << "offsets take 16 bits";
}

TEST(IntervalEngine, IsTheAutomaticChoiceForLargeLattices) {
  EXPECT_EQ(automatic_engine(Lattice(16, 16)), EngineKind::direct);
  EXPECT_EQ(automatic_engine(Lattice(127, 128)), EngineKind::direct);
  EXPECT_EQ(automatic_engine(Lattice(128, 128)), EngineKind::interval);
  EXPECT_EQ(automatic_engine(Lattice(96, 171)), EngineKind::interval);
  EXPECT_EQ(automatic_engine(Lattice(64, 4096)), EngineKind::direct);  // does not fit
}

TEST(IntervalEngine, ReadsWhatItWasResetTo) {
  IntervalEngine engine(kernel);
  std::vector<double> values(lattice.sites());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = 1 + std::sin(double(i));
  engine.reset(values);
  EXPECT_EQ(strengths(engine), values);
  engine.apply(std::vector<Slip>{{.site = Site(3), .amount = 1, .threshold_jump = 1}});
  engine.reset(values);
  EXPECT_EQ(strengths(engine), values);
}

TEST(IntervalEngine, WeakestOfEqualsHasTheLowestNumberAndIsCountedAsATie) {
  IntervalEngine engine(kernel);
  std::vector<double> values(lattice.sites(), 2.0);
  values[5000] = values[17] = values[400] = 1;
  engine.reset(values);
  EXPECT_EQ(engine.weakest().site, Site(17));
  EXPECT_EQ(engine.weakest().strength, 1);
  EXPECT_EQ(engine.near_ties(), 2);
}

TEST(IntervalEngine, UnstableSitesAreThoseAtOrBelowTheLoadInOrder) {
  IntervalEngine engine(kernel);
  std::vector<double> values(lattice.sites(), 2.0);
  values[5000] = 1;
  values[17] = 0.5;
  values[401] = std::nextafter(1.0, 2.0);
  engine.reset(values);
  std::vector<Site> sites{Site(3)};
  engine.unstable(1, sites);
  EXPECT_THAT(sites, ElementsAre(Site(17), Site(5000)));
  EXPECT_EQ(engine.near_ties(), 2) << "the load itself and the next number above it";
  engine.unstable(0.4, sites);
  EXPECT_THAT(sites, ElementsAre());
  EXPECT_EQ(engine.near_ties(), 2);
}

TEST(IntervalEngine, AsksTwiceAnswersTwiceTheSame) {
  test::DrivenSample sample(lattice, test::gq, test::glass_moduli.shear_modulus);
  IntervalEngine engine(kernel);
  engine.reset(sample.thresholds());
  test::drive(sample, engine, 3000);
  for (int k = 0; k < 50; ++k) {
    test::drive(sample, engine, sample.slips() + 1);
    const WeakestSite first = engine.weakest();
    const WeakestSite second = engine.weakest();
    EXPECT_EQ(first.site, second.site);
    EXPECT_EQ(first.strength, second.strength);
    std::vector<Site> sites;
    engine.unstable(first.strength, sites);
    EXPECT_THAT(sites, ElementsAre(first.site));
  }
}

TEST(IntervalEngine, ListsEverySiteBelowAnInfiniteLoadAndNoneBeyondTheSeam) {
  IntervalEngine engine(kernel);
  engine.reset(std::vector<double>(lattice.sites(), 1.0));
  engine.apply(std::vector<Slip>{{.site = Site(3), .amount = 1, .threshold_jump = 0}});
  std::vector<Site> sites;
  engine.unstable(std::numeric_limits<double>::infinity(), sites);
  EXPECT_EQ(sites.size(), lattice.sites());
}

// What a restart from a record needs.
TEST(IntervalEngine, GoesOnInTheSameBitsFromStrengthsThatWereRead) {
  test::DrivenSample sample(lattice, test::gq, test::glass_moduli.shear_modulus);
  IntervalEngine engine(kernel);
  engine.reset(sample.thresholds());
  test::drive(sample, engine, 5000);
  test::DrivenSample restarted = sample;
  IntervalEngine other(kernel);
  other.reset(strengths(engine));
  test::drive(sample, engine, 15'000);
  test::drive(restarted, other, 15'000);
  EXPECT_EQ(sample.load(), restarted.load());
  EXPECT_EQ(strengths(engine), strengths(other));
}

TEST(IntervalEngine, SaysWhenAStrengthIsNotANumber) {
  IntervalEngine engine(kernel);
  engine.reset(std::vector<double>(lattice.sites(), std::numeric_limits<double>::quiet_NaN()));
  EXPECT_THROW((void)engine.weakest(), RealizationError);
}

TEST(IntervalEngine, SurvivesASlipThatIsNotANumber) {
  IntervalEngine engine(kernel);
  engine.reset(std::vector<double>(lattice.sites(), 1.0));
  const double nan = std::numeric_limits<double>::quiet_NaN();
  engine.apply(std::vector<Slip>{{.site = Site(3), .amount = nan, .threshold_jump = 0}});
  std::vector<Site> sites;
  engine.unstable(0.5, sites);
  EXPECT_THAT(sites, ElementsAre());
  EXPECT_THROW((void)engine.weakest(), RealizationError);
}

TEST(IntervalEngineDeathTest, RefusesWhatItCannotDo) {
  const ElasticKernel small = elastic_kernel(Lattice(64, 64), test::glass_moduli, {});
  EXPECT_DEATH(IntervalEngine{small}, "precondition violated");
  IntervalEngine engine(kernel);
  std::vector<double> wrong(5);
  EXPECT_DEATH(engine.reset(wrong), "precondition violated");
  EXPECT_DEATH(engine.read(wrong), "precondition violated");
  engine.reset(std::vector<double>(lattice.sites(), 1.0));
  EXPECT_DEATH(engine.apply(std::vector<Slip>{{.site = Site(3), .amount = -1, .threshold_jump = 0}}),
               "precondition violated");
}

}  // namespace
}  // namespace yieldscape
