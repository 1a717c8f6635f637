#include "lane_transform.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <random>
#include <vector>

#include "interval_flush.hpp"
#include "kernel_forms.hpp"

namespace yieldscape {
namespace {

// The forward transform as the flush uses it, on one block of eight modes, against the sum it stands for:
// every radix, products of them, and lengths with large primes.
class LaneTransformSum : public testing::TestWithParam<int> {};

TEST_P(LaneTransformSum, MatchesTheDefinitionOnEverySimdPath) {
  const int n = GetParam();
  const LaneTransform transform(n);
  std::mt19937_64 random(5);
  std::normal_distribution<double> normal;
  std::vector<double> signal(std::size_t(n) * pack_size);
  for (double& value : signal) value = normal(random);
  std::vector<double> first;
  for (const SimdPath set : available_simd_paths()) {
    std::vector<double> result = signal;
    std::vector<double> scratch(transform.scratch_packs() * pack_size);
    interval_sweeps(set).forward_modes(transform.view(), scratch.data(), result.data());
    if (first.empty()) first = result;
    EXPECT_EQ(result, first) << "instruction set " << int(set);
  }
  for (int k = 0; k < n; k += 1 + n / 40) {
    for (std::size_t lane = 0; lane < 8; ++lane) {
      double re = 0;
      double im = 0;
      for (int j = 0; j < n; ++j) {
        const double angle = -2 * std::numbers::pi * double(std::int64_t(j) * k % n) / n;
        const double x = signal[std::size_t(j) * pack_size + lane];
        const double y = signal[std::size_t(j) * pack_size + 8 + lane];
        re += x * std::cos(angle) - y * std::sin(angle);
        im += x * std::sin(angle) + y * std::cos(angle);
      }
      const std::size_t place = std::size_t(transform.place(k)) * pack_size + lane;
      ASSERT_NEAR(first[place], re, 1e-12 * n);
      ASSERT_NEAR(first[place + 8], im, 1e-12 * n);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Lengths, LaneTransformSum,
                         testing::Values(33, 37, 45, 48, 62, 64, 65, 66, 70, 81, 97, 105, 125, 127, 128, 131,
                                         144, 160, 171, 200, 210, 243, 256, 343, 512, 1021));

// The flush itself: the convolution of the slips with the kernel, for even kernels and one without symmetry;
// even and odd lengths, with and without large primes, within a cache and beyond it.
class FarFlushSum : public testing::TestWithParam<test::Shape> {};

TEST_P(FarFlushSum, AddsTheConvolutionToTheCells) {
  const Lattice lattice = GetParam().lattice();
  const Field even = test::unit_kernel(lattice, KernelForm::continuum);
  Field skewed(lattice);
  for (int x = 0; x < lattice.lx(); ++x) {
    for (int y = 0; y < lattice.ly(); ++y) skewed.at(x, y) = even.at(x - 1, y - 3) + 0.5 * even.at(x + 2, y);
  }
  const TileLayout layout(lattice);
  for (const Field& kernel : {even, skewed}) {
    std::mt19937 random(3);
    SlipTerms slips;
    for (int i = 0; i < 300; ++i) {
      const int x = int(random() % unsigned(lattice.lx()));
      const int y = int(random() % unsigned(lattice.ly()));
      slips.push_back({std::int16_t(x), std::int16_t(y)}, 0.01 * (i + 1));
    }
    constexpr double infinity = std::numeric_limits<double>::infinity();
    std::vector<double> empty(layout.cells(), infinity);  // nothing lies past the seam
    for (int x = 0; x < lattice.lx(); ++x) {
      for (int y = 0; y < lattice.ly(); ++y) empty[layout.cell(x, y)] = 0;
    }
    std::vector<double> first;
    for (const SimdPath set : available_simd_paths()) {
      FarFlush flush(layout, OffsetTable::of(kernel), interval_sweeps(set));
      std::vector<double> cells = empty;
      std::vector<double> tile_keys(layout.tiles(), infinity);
      flush(slips.view(), cells.data(), tile_keys.data());
      if (first.empty()) first = cells;
      EXPECT_EQ(cells, first) << name(set);
      for (std::size_t tile = 0; tile < layout.tiles(); ++tile) {
        const auto begin = cells.begin() + std::ptrdiff_t(tile * TileLayout::tile_cells);
        ASSERT_EQ(tile_keys[tile], *std::min_element(begin, begin + TileLayout::tile_cells)) << name(set);
      }
    }
    for (std::size_t site = 0; site < lattice.sites(); site += 1 + lattice.sites() / 5000) {
      const int x = int(site) / lattice.ly();
      const int y = int(site) % lattice.ly();
      double expected = 0;
      for (std::size_t i = 0; i < slips.size(); ++i) {
        expected += slips.view().amount[i] * kernel.at(x - slips.site(i).x, y - slips.site(i).y);
      }
      ASSERT_NEAR(first[layout.cell(x, y)], expected, 1e-11) << x << ", " << y;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, FarFlushSum,
                         testing::Values(test::Shape{65, 65}, test::Shape{96, 128}, test::Shape{131, 72},
                                         test::Shape{100, 137}, test::Shape{158, 66}, test::Shape{81, 74},
                                         test::Shape{90, 66}, test::Shape{124, 65}, test::Shape{1152, 600}),
                         [](const auto& test) { return label(test.param); });

}  // namespace
}  // namespace yieldscape
