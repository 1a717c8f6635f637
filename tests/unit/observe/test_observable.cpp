#include "yieldscape/observe/observable.hpp"

#include <gmock/gmock.h>

#include <set>
#include <vector>

namespace yieldscape {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Names of the result file; scripts rely on them.
TEST(Observables, NamesInTheOrderOfTheSeries) {
  std::vector<std::string_view> names;
  for (const ObservableInfo& observable : observables()) names.push_back(observable.name);
  EXPECT_THAT(names, ElementsAre("stress", "strain_variance", "plastic_strain_variance", "threshold_mean",
                                 "localization", "localization_plastic", "internal_stress_std",
                                 "plastic_strain_mean", "slips", "avalanches"));
}

TEST(Observables, EachIsFoundByItsNumber) {
  EXPECT_EQ(info(Observable::stress).name, "stress");
  EXPECT_EQ(info(Observable::localization_plastic).name, "localization_plastic");
  EXPECT_EQ(info(Observable::avalanches).name, "avalanches");
}

TEST(Observables, EachSaysWhatItIs) {
  std::set<std::string_view> symbols;
  for (const ObservableInfo& observable : observables()) {
    EXPECT_FALSE(observable.long_name.empty());
    EXPECT_FALSE(observable.equation.empty());
    EXPECT_TRUE(observable.unit == "1" || observable.unit == "LJ stress") << observable.name;
    symbols.insert(observable.symbol);
  }
  EXPECT_EQ(symbols.size(), observable_count);
  EXPECT_THAT(info(Observable::localization).equation, HasSubstr("eq. (13)"));
  EXPECT_EQ(info(Observable::internal_stress_std).unit, "LJ stress");
}

}  // namespace
}  // namespace yieldscape
