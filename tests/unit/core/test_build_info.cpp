#include "yieldscape/core/build_info.hpp"

#include <gmock/gmock.h>

namespace yieldscape {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

TEST(BuildInfo, SaysWhatTheBinaryWasMadeOf) {
  const BuildInfo build = build_info();
  EXPECT_THAT(build.version, MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+"));
  EXPECT_FALSE(build.commit.empty());
  EXPECT_THAT(build.compiler, MatchesRegex("[A-Za-z]+ [0-9.]+"));
  EXPECT_THAT(build.flags, HasSubstr("-ffp-contract=off"));
}

}  // namespace
}  // namespace yieldscape
