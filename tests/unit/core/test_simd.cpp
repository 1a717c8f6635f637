#include "yieldscape/core/simd.hpp"

#include <gtest/gtest.h>

#include "yieldscape/core/lanes.hpp"

namespace yieldscape {
namespace {

TEST(SimdPath, TheBaselineIsAlwaysThereAndTheBestComesLast) {
  const auto paths = available_simd_paths();
  ASSERT_FALSE(paths.empty());
  EXPECT_EQ(paths.front(), SimdPath::baseline);
  EXPECT_EQ(paths.back(), best_simd_path());
}

TEST(SimdPath, ChoosesTheKernelsOfThePath) {
  EXPECT_EQ(choose(SimdPath::baseline, 1, 2, 3), 1);
  EXPECT_EQ(choose(SimdPath::avx2, 1, 2, 3), 2);
  EXPECT_EQ(choose(SimdPath::avx512, 1, 2, 3), 3);
}

TEST(SimdPath, HasANameForProvenance) {
  EXPECT_EQ(name(SimdPath::baseline), "baseline");
  EXPECT_EQ(name(SimdPath::avx2), "avx2");
  EXPECT_EQ(name(SimdPath::avx512), "avx512");
}

TEST(Lanes, AreSummedAsOneFixedTree) {
  const double values[8] = {1, 0x1p-53, 0x1p-53, 0x1p-53, 3, 5, 7, 11};
  const double left = (values[0] + values[1]) + (values[2] + values[3]);
  EXPECT_EQ(baseline::sum(baseline::Doubles::load(values)), left + ((3.0 + 5.0) + (7.0 + 11.0)));
}

TEST(Lanes, ComparisonsNameTheLanes) {
  const double a[8] = {0, 1, 2, 3, 4, 5, 6, 7};
  const double b[8] = {1, 1, 1, 1, 9, 1, 6, 1};
  EXPECT_EQ(mask_less_equal(baseline::Doubles::load(a), baseline::Doubles::load(b)), 0b01010011U);
  EXPECT_EQ(least(baseline::Doubles::load(b)), 1);
}

}  // namespace
}  // namespace yieldscape
