#include "yieldscape/app/rank_places.hpp"

#include <gtest/gtest.h>

namespace yieldscape {
namespace {

TEST(RankPlaces, HostsAreNamedWithTheirRanks) {
  EXPECT_EQ(describe_hosts({{"n1", {4, 1, 4, 4}}, {"n2", {2, 1, 2, 4}}}), "n1 x4, n2 x2");
}

TEST(RankPlaces, BoundRanksHaveFewerProcessorsThanTheMachine) {
  EXPECT_EQ(describe_binding({{"n1", {4, 1, 4, 4}}}), "each bound to 1 processor");
  EXPECT_EQ(describe_binding({{"n1", {2, 4, 8, 8}}, {"n2", {2, 2, 8, 8}}}), "each bound to 2 processors");
  EXPECT_EQ(describe_binding({{"n1", {4, 4, 4, 4}}}), "not bound");
}

TEST(RankPlaces, OneHostWithoutBindingIsEnough) {
  EXPECT_EQ(describe_binding({{"n1", {2, 1, 2, 4}}, {"n2", {2, 4, 4, 4}}}), "not bound");
}

TEST(RankPlaces, RanksThatShareProcessorsAreNamed) {
  EXPECT_EQ(describe_binding({{"n1", {2, 1, 2, 2}}, {"n2", {3, 1, 1, 2}}}),
            "on n2 3 ranks share 1 processor and wait for each other");
}

TEST(RankPlaces, UnknownProcessorsAreNotTakenForABinding) {
  const std::map<std::string, HostRanks> unknown{{"n1", {4, 0, 0, 2048}}};
  EXPECT_EQ(describe_binding(unknown), "not bound");
}

TEST(RankPlaces, TheSlowestLoopsAreNamed) {
  const HostRanks fast{.ranks = 1};
  const HostRanks slow{.ranks = 1, .loops = SimdPath::avx2};
  const HostRanks old{.ranks = 1, .loops = SimdPath::baseline};
  EXPECT_EQ(describe_loops({{"n1", fast}}), "avx512 loops");
  EXPECT_EQ(describe_loops({{"n1", fast}, {"n2", slow}, {"n3", fast}}),
            "avx2 loops on 1 of 3 hosts, faster ones on the others");
  EXPECT_EQ(describe_loops({{"n1", old}}),
            "baseline loops (processors without FMA: small lattices take twenty times as long)");
}

}  // namespace
}  // namespace yieldscape
