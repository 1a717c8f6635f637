#include "yieldscape/core/contracts.hpp"

#include <gtest/gtest.h>

namespace yieldscape {
namespace {

TEST(Contracts, AKeptContractIsSilent) {
  EXPECTS(1 + 1 == 2);
  ENSURES(true);
}

TEST(ContractsDeathTest, ABreachNamesConditionAndPlace) {
  EXPECT_DEATH(EXPECTS(1 > 2), "precondition violated at .*test_contracts.cpp:[0-9]+: 1 > 2");
  EXPECT_DEATH(ENSURES(1 > 2), "postcondition violated at .*test_contracts.cpp:[0-9]+: 1 > 2");
}

}  // namespace
}  // namespace yieldscape
