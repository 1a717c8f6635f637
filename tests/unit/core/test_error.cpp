#include "yieldscape/core/error.hpp"

#include <gtest/gtest.h>

namespace yieldscape {
namespace {

TEST(Error, EachFaultHasItsExitCode) {
  EXPECT_EQ(int(UsageError("").code()), 2);
  EXPECT_EQ(int(ConfigurationError("").code()), 3);
  EXPECT_EQ(int(IdentityError("").code()), 4);
  EXPECT_EQ(int(LockedError("").code()), 5);
  EXPECT_EQ(int(IoError("").code()), 6);
  EXPECT_EQ(int(CorruptError("").code()), 7);
}

TEST(Error, ExitCodesWithoutException) {
  EXPECT_EQ(int(ExitCode::complete), 0);
  EXPECT_EQ(int(ExitCode::bug), 1);
  EXPECT_EQ(int(ExitCode::failed_realizations), 8);
  EXPECT_EQ(int(ExitCode::hang), 71);
  EXPECT_EQ(int(ExitCode::stopped_early), 75);
}

TEST(Error, KeepsItsMessage) {
  EXPECT_STREQ(IoError("disk full").what(), "disk full");
}

}  // namespace
}  // namespace yieldscape
