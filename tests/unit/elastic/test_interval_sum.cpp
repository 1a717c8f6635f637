#include "interval_sum.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <random>
#include <tuple>
#include <utility>
#include <vector>

#include "offset_table.hpp"
#include "yieldscape/core/aligned.hpp"

namespace yieldscape {
namespace {

struct Folded {
  Lattice lattice;
  FarFolding folding;
};

// Whole numbers, so that every order of additions gives the same sum.
OffsetTable numbered(const Folded& folded) {
  const std::size_t size = OffsetTable::size(folded.lattice, folded.folding);
  OffsetTable table(folded.lattice, folded.folding, shared_zeros(size));
  for (int a = 0; a < table.rows(); ++a) {
    for (int b = 0; b < table.stride(); ++b) table.row(a)[b] = a * 1000 + b;
  }
  return table;
}

// Up to the longest sides that pairs of 16-bit offsets allow.
TEST(FarSum, IsThatOfTheTableByOffsetOnEverySimdPath) {
  const Folded all[] = {{Lattice(65, 65), FarFolding::octant},
                        {Lattice(127, 127), FarFolding::octant},
                        {Lattice(128, 96), FarFolding::quadrant},
                        {Lattice(longest_side, 65), FarFolding::quadrant},
                        {Lattice(65, longest_side), FarFolding::quadrant},
                        {Lattice(70, 81), FarFolding::full},
                        {Lattice(longest_side, 65), FarFolding::full},
                        {Lattice(65, longest_side), FarFolding::full}};
  std::mt19937 random(5);
  for (const Folded& folded : all) {
    const OffsetTable table = numbered(folded);
    const int lx = folded.lattice.lx();
    const int ly = folded.lattice.ly();
    const auto draw = [&](int length) {
      const auto place = int(random() % unsigned(length + 4));  // ends more often than they come by chance
      return place < length ? place : place % 2 == 0 ? 0 : length - 1;
    };
    SlipTerms slips;
    std::vector<std::array<int, 3>> list;
    for (int i = 0; i < 301; ++i) {
      list.push_back({i % 7 == 0 ? lx - 1 : draw(lx), i % 5 == 0 ? 0 : draw(ly), 1 + i % 3});
      slips.push_back({std::int16_t(list.back()[0]), std::int16_t(list.back()[1])}, list.back()[2]);
    }
    for (const auto& [x, y] : {std::pair(0, 0), {lx - 1, ly - 1}, {0, ly - 1}, {lx / 2, ly / 2}}) {
      double expected = 0;
      for (std::size_t i = 13; i < list.size(); ++i) {
        expected += list[i][2] * table.at(x - list[i][0], y - list[i][1]);
      }
      for (const SimdPath path : available_simd_paths()) {
        EXPECT_EQ(interval_sweeps(path).far_sum(table.view(), slips.view(), 13,
                                                {.x = std::int16_t(x), .y = std::int16_t(y)}),
                  expected)
            << name(path) << ' ' << lx << " x " << ly << " at " << x << ' ' << y;
      }
    }
  }
}

// More sites than a small table holds, most of them more than once; whole amounts, so that sums are exact.
TEST(PendingSlips, AreKeptInOrderAndBySite) {
  std::mt19937 random(7);
  PendingSlips slips;
  for (int round = 0; round < 2; ++round) {  // the second finds nothing of the first
    std::vector<std::tuple<int, int, double>> list;
    std::map<std::pair<int, int>, double> total_of_site;
    for (int i = 0; i < 9000; ++i) {
      const SitePair site{.x = std::int16_t(random() % 70), .y = std::int16_t(longest_side - random() % 70)};
      const auto amount = double(1 + random() % 3);
      slips.push_back(site, amount);
      list.emplace_back(site.x, site.y, amount);
      total_of_site[{site.x, site.y}] += amount;
    }
    ASSERT_EQ(slips.size(), list.size());
    const PendingView in_order = slips.in_order();
    double total = 0;
    for (std::size_t i = 0; i < list.size(); ++i) {
      ASSERT_EQ(std::tuple(in_order.site[i].x, in_order.site[i].y, in_order.amount[i]), list[i]);
      total += in_order.amount[i];
    }
    EXPECT_EQ(slips.total(), total);
    const PendingView by_site = slips.by_site();
    std::map<std::pair<int, int>, double> found;
    for (std::size_t i = 0; i < by_site.count; ++i) {
      EXPECT_TRUE(found.try_emplace({by_site.site[i].x, by_site.site[i].y}, by_site.amount[i]).second);
    }
    EXPECT_EQ(found, total_of_site);
    for (std::size_t i = by_site.count; i < by_site.count + 8; ++i) EXPECT_EQ(by_site.amount[i], 0);
    slips.clear();
    EXPECT_EQ(slips.size() + slips.in_order().count + slips.by_site().count, 0U);
    EXPECT_EQ(slips.total(), 0);
  }
}

}  // namespace
}  // namespace yieldscape
