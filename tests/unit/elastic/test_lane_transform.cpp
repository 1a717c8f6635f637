#include "lane_transform.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

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
                         testing::Values(64, 65, 66, 70, 81, 97, 105, 125, 127, 128, 131, 144, 160, 171, 200,
                                         210, 243, 256, 343, 512, 1021));

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
    Field source(lattice);
    for (int i = 0; i < 300; ++i) {
      const int x = int(random() % unsigned(lattice.lx()));
      const int y = int(random() % unsigned(lattice.ly()));
      slips.push_back({std::int16_t(x), std::int16_t(y)}, 0.01 * (i + 1));
      source.at(x, y) += 0.01 * (i + 1);
    }
    std::vector<double> first;
    AlignedArray<double> tile_keys(layout.tiles(), 0.0);
    for (const SimdPath set : available_simd_paths()) {
      FarFlush flush(layout, OffsetTable::of(kernel), interval_sweeps(set));
      std::vector<double> cells(layout.cells());
      flush(slips.view(), cells.data(), tile_keys.data());
      if (first.empty()) first = cells;
      EXPECT_EQ(cells, first) << name(set);
    }
    const Field expected = convolve(kernel, source);
    for (int x = 0; x < lattice.lx(); ++x) {
      for (int y = 0; y < lattice.ly(); ++y) {
        ASSERT_NEAR(first[layout.cell(x, y)], expected.at(x, y), 1e-11) << x << ", " << y;
        ASSERT_LE(tile_keys[layout.cell(x, y) / TileLayout::tile_cells], first[layout.cell(x, y)]);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Shapes, FarFlushSum,
                         testing::Values(test::Shape{65, 65}, test::Shape{96, 128}, test::Shape{131, 72},
                                         test::Shape{100, 137}, test::Shape{158, 66}, test::Shape{81, 74},
                                         test::Shape{1152, 600}),
                         [](const auto& test) { return label(test.param); });

}  // namespace
}  // namespace yieldscape
