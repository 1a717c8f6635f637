#include "sweep_kernels.hpp"

#include "yieldscape/core/lanes.hpp"

namespace yieldscape::YIELDSCAPE_SIMD {
namespace {

using std::int64_t;
using std::size_t;
using std::uint32_t;
using std::uint64_t;

constexpr int width = Doubles::lanes;

/// One slip of a pass: its amount, and its kernel from the first column on.
struct Source {
  Doubles amount;
  const double* kernel;
  const int64_t* kernel_row;  ///< of row 0
};

YIELDSCAPE_LANES Source source(const StrengthRows& rows, const Slip& slip) {
  const SitePlace& place = rows.places[uint32_t(slip.site)];
  return {Doubles::splat(slip.amount), rows.kernel + place.kernel,
          rows.kernel_row + rows.rows - int(place.row)};
}

// ---------------------------------------------------------------- 16 x 16

// A kernel row holds sixteen columns, rotated so that blocks are aligned; the second block follows the first
// cyclically. Four rows share one group of minima.
template <int slips>
[[gnu::noinline]] double pass_sixteen(StrengthRows& rows, const Slip* slip) {
  Source s[slips + 1];  // one more, for a pass without slips
  for (int k = 0; k < slips; ++k) s[k] = source(rows, slip[k]);
  Doubles group[4];
  for (int g = 0; g < 4; ++g) {
#pragma GCC unroll 4
    for (int q = 0; q < 4; ++q) {
      const int i = 4 * g + q;
      double* x = rows.x + 2 * width * i;
      Doubles a = Doubles::load(x);
      Doubles b = Doubles::load(x + width);
#pragma GCC unroll 8
      for (int k = 0; k < slips; ++k) {
        const double* first = s[k].kernel + s[k].kernel_row[i];
        const double* second = reinterpret_cast<const double*>(reinterpret_cast<std::uintptr_t>(first) ^
                                                               (width * sizeof(double)));
        a = a + s[k].amount * Doubles::load(first);
        b = b + s[k].amount * Doubles::load(second);
      }
      store(x, a);
      store(x + width, b);
      const Doubles m = min(a, b);
      group[g] = q == 0 ? m : min(group[g], m);
    }
    store(rows.least + width * g, group[g]);
  }
  return least(min(min(group[0], group[1]), min(group[2], group[3])));
}

size_t find_sixteen(const StrengthRows& rows, double level, Site* sites) {
  constexpr int sites_of_group = 8 * width;
  const Doubles t = Doubles::splat(level);
  unsigned groups = 0;
#pragma GCC unroll 4
  for (int g = 0; g < 4; ++g) {
    groups |= unsigned(mask_less_equal(Doubles::load(rows.least + width * g), t) != 0) << g;
  }
  size_t count = 0;
  for (; groups != 0; groups &= groups - 1) {
    const int first = sites_of_group * __builtin_ctz(groups);
    uint64_t cells = 0;
#pragma GCC unroll 8
    for (int b = 0; b < sites_of_group; b += width) {
      cells |= uint64_t(mask_less_equal(Doubles::load(rows.x + first + b), t)) << b;
    }
    for (; cells != 0; cells &= cells - 1) sites[count++] = Site(first + __builtin_ctzll(cells));
  }
  return count;
}

// ---------------------------------------------------------------- any shape

// Mirror rows of the kernel share their memory, so a row is found through a table. Each pass begins where the
// last one ended, with the rows still in the first-level cache. Short rows have their length, in blocks,
// known to the compiler; for the others it is 0 here.
template <int blocks, int slips>
[[gnu::noinline]] double pass_rows(StrengthRows& rows, const Slip* slip) {
  Source s[slips + 1];  // one more, for a pass without slips
  for (int k = 0; k < slips; ++k) s[k] = source(rows, slip[k]);
  const bool back = rows.last_row != 0;
  const int step = back ? -1 : 1;
  rows.last_row = back ? 0 : rows.rows - 1;
  Doubles all = Doubles::splat(StrengthRows::padding);
  int i = back ? rows.rows - 1 : 0;
  for (int n = 0; n < rows.rows; ++n, i += step) {
    const int row_blocks = blocks > 0 ? blocks : rows.blocks;
    double* x = rows.x + int64_t(i) * row_blocks * width;
    const double* kernel[slips + 1];
#pragma GCC unroll 8
    for (int k = 0; k < slips; ++k) kernel[k] = s[k].kernel + s[k].kernel_row[i];
    Doubles m = Doubles::splat(StrengthRows::padding);
    const auto stretch = [&]<int count>(int b) __attribute__((always_inline)) {
      Doubles a[count];
#pragma GCC unroll 4
      for (int q = 0; q < count; ++q) a[q] = Doubles::load(x + (b + q) * width);
#pragma GCC unroll 8
      for (int k = 0; k < slips; ++k) {
#pragma GCC unroll 4
        for (int q = 0; q < count; ++q) {
          a[q] = a[q] + s[k].amount * Doubles::load(kernel[k] + (b + q) * width);
        }
      }
#pragma GCC unroll 4
      for (int q = 0; q < count; ++q) {
        store(x + (b + q) * width, a[q]);
        m = min(m, a[q]);
      }
    };
    if constexpr (blocks > 0) {
      stretch.template operator()<blocks>(0);
    } else {
      int b = 0;
      for (; b + 4 <= rows.blocks; b += 4) stretch.template operator()<4>(b);
      for (; b < rows.blocks; ++b) stretch.template operator()<1>(b);
    }
    store(rows.least + i * width, m);
    all = min(all, m);
  }
  return least(all);
}

size_t find_in_rows(const StrengthRows& rows, double level, Site* sites) {
  const Doubles t = Doubles::splat(level);
  // The rows first, without a branch on each of them.
  int hits = 0;
  for (int i = 0; i < rows.rows; ++i) {
    rows.hit[hits] = i;
    hits += mask_less_equal(Doubles::load(rows.least + i * width), t) != 0;
  }
  size_t count = 0;
  for (int h = 0; h < hits; ++h) {
    const int i = rows.hit[h];
    const double* x = rows.x + int64_t(i) * rows.blocks * width;
    for (int b = 0; b < rows.blocks; ++b) {
      unsigned cells = mask_less_equal(Doubles::load(x + b * width), t);
      while (cells != 0) {
        sites[count++] = Site(i * rows.columns + b * width + __builtin_ctz(cells));
        cells &= cells - 1;
      }
    }
  }
  return count;
}

// ---------------------------------------------------------------- all slips of a round

template <class Pass>
YIELDSCAPE_LANES double apply_with(StrengthRows& rows, const Slip* slips, size_t count, Pass pass) {
  for (size_t k = 0; k < count; ++k) {
    rows.x[rows.places[uint32_t(slips[k].site)].position] += slips[k].threshold_jump;
  }
  for (; count > SweepKernels::slips_in_pass; count -= SweepKernels::slips_in_pass) {
    pass.template operator()<SweepKernels::slips_in_pass>(rows, slips);
    slips += SweepKernels::slips_in_pass;
  }
  switch (count) {
    case 1:
      return pass.template operator()<1>(rows, slips);
    case 2:
      return pass.template operator()<2>(rows, slips);
    case 3:
      return pass.template operator()<3>(rows, slips);
    case 4:
      return pass.template operator()<4>(rows, slips);
    case 5:
      return pass.template operator()<5>(rows, slips);
    case 6:
      return pass.template operator()<6>(rows, slips);
    case 7:
      return pass.template operator()<7>(rows, slips);
    case 8:
      return pass.template operator()<8>(rows, slips);
    default:
      return pass.template operator()<0>(rows, slips);
  }
}

double apply_sixteen(StrengthRows& rows, const Slip* slips, size_t count) {
  return apply_with(
      rows, slips, count, []<int n>(StrengthRows & r, const Slip* s) __attribute__((always_inline)) {
        return pass_sixteen<n>(r, s);
      });
}
template <int blocks>
double apply_rows(StrengthRows& rows, const Slip* slips, size_t count) {
  return apply_with(
      rows, slips, count, []<int n>(StrengthRows & r, const Slip* s) __attribute__((always_inline)) {
        return pass_rows<blocks, n>(r, s);
      });
}

}  // namespace

constinit const SweepKernels sweep_kernels{
    .sixteen = {apply_sixteen, find_sixteen},
    .rows = {{apply_rows<0>, find_in_rows},
             {apply_rows<1>, find_in_rows},
             {apply_rows<2>, find_in_rows},
             {apply_rows<3>, find_in_rows},
             {apply_rows<4>, find_in_rows}},
};

}  // namespace yieldscape::YIELDSCAPE_SIMD
