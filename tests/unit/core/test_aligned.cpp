#include "yieldscape/core/aligned.hpp"

#include <gmock/gmock.h>

#include <cstdint>
#include <span>

namespace yieldscape {
namespace {

std::uintptr_t address(const double* p) {
  return reinterpret_cast<std::uintptr_t>(p);
}

TEST(AlignedArray, BeginsAtAPairOfCacheLinesAndALargeOneAtAHugePage) {
  for (const std::size_t size : {std::size_t(1), std::size_t(1000), std::size_t(100'000)}) {
    EXPECT_EQ(address(AlignedArray<double>(size).data()) % 128, 0U) << size;
  }
  for (const std::size_t size : {std::size_t(1) << 17U, std::size_t(1) << 18U, std::size_t(300'001)}) {
    const AlignedArray<double> large(size, 1.5);
    EXPECT_EQ(address(large.data()) % (1U << 21U), 0U) << size;
    EXPECT_EQ(large[0] + large[size - 1], 3);
  }
}

TEST(SharedZeros, AreZeroAndLiveAsLongAsAnyOwner) {
  std::shared_ptr<double[]> second;
  {
    const std::shared_ptr<double[]> first = shared_zeros(200'000);
    EXPECT_THAT(std::span(first.get(), 200'000), testing::Each(0));
    first[7] = 2;
    second = first;
  }
  EXPECT_EQ(second[7], 2);
}

}  // namespace
}  // namespace yieldscape
