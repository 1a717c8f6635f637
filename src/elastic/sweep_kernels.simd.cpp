#include "sweep_kernels.hpp"

#include "yieldscape/core/fused_lanes.hpp"
#include "yieldscape/core/lanes.hpp"

namespace yieldscape::YIELDSCAPE_SIMD {
namespace {

using std::int64_t;
using std::size_t;
using std::uint32_t;
using std::uint64_t;

constexpr int width = Doubles::lanes;
constexpr int rows_of_group = StrengthRows::rows_of_group;

YIELDSCAPE_LANES int at_most(int limit, int count) {
  return count < limit ? count : limit;
}

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
  double* const first_row = rows.x;
  double* const group_least = rows.group_least;
  Doubles group[4];
#pragma GCC unroll 4
  for (int g = 0; g < 4; ++g) {
#pragma GCC unroll 4
    for (int q = 0; q < 4; ++q) {
      const int i = 4 * g + q;
      double* x = first_row + 2 * width * i;
      Doubles a = Doubles::load(x);
      Doubles b = Doubles::load(x + width);
#pragma GCC unroll 8
      for (int k = 0; k < slips; ++k) {
        const double* first = s[k].kernel + s[k].kernel_row[i];
        const double* second = reinterpret_cast<const double*>(reinterpret_cast<std::uintptr_t>(first) ^
                                                               (width * sizeof(double)));
        a = multiply_add(s[k].amount, Doubles::load(first), a);
        b = multiply_add(s[k].amount, Doubles::load(second), b);
      }
      store(x, a);
      store(x + width, b);
      const Doubles m = min(a, b);
      group[g] = q == 0 ? m : min(group[g], m);
    }
    store(group_least + width * g, group[g]);
  }
  return least(min(min(group[0], group[1]), min(group[2], group[3])));
}

size_t find_sixteen(const StrengthRows& rows, double level, Site* sites) {
  constexpr int sites_of_group = 8 * width;
  const Doubles t = Doubles::splat(level);
  unsigned groups = 0;
#pragma GCC unroll 4
  for (int g = 0; g < 4; ++g) {
    groups |= unsigned(mask_less_equal(Doubles::load(rows.group_least + width * g), t) != 0) << g;
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
  // Copies, which no store through a pointer can change.
  const int row_count = rows.rows;
  const int row_blocks = blocks > 0 ? blocks : rows.blocks;
  double* const first_row = rows.x;
  double* const row_least = rows.row_least;
  double* const group_least = rows.group_least;
  const bool back = rows.last_row != 0;
  const int step = back ? -1 : 1;
  rows.last_row = back ? 0 : row_count - 1;
  const Doubles padding = Doubles::splat(StrengthRows::padding);
  Doubles all = padding;
  int i = back ? row_count - 1 : 0;
  // Rows left in the group: the last group, which may be shorter, comes first on the way back.
  int left = back ? (row_count - 1) % rows_of_group + 1 : at_most(rows_of_group, row_count);
  for (int rest = row_count; rest > 0; left = at_most(rows_of_group, rest)) {
    rest -= left;
    Doubles group = padding;
    const int group_number = i / rows_of_group;
    for (; left > 0; --left, i += step) {
      double* x = first_row + int64_t(i) * row_blocks * width;
      const double* kernel[slips + 1];
#pragma GCC unroll 8
      for (int k = 0; k < slips; ++k) kernel[k] = s[k].kernel + s[k].kernel_row[i];
      Doubles m = padding;
      const auto stretch = [&]<int count>(int b) __attribute__((always_inline)) {
        Doubles a[count];
#pragma GCC unroll 4
        for (int q = 0; q < count; ++q) a[q] = Doubles::load(x + (b + q) * width);
#pragma GCC unroll 8
        for (int k = 0; k < slips; ++k) {
#pragma GCC unroll 4
          for (int q = 0; q < count; ++q) {
            a[q] = multiply_add(s[k].amount, Doubles::load(kernel[k] + (b + q) * width), a[q]);
          }
        }
#pragma GCC unroll 4
        for (int q = 0; q < count; ++q) store(x + (b + q) * width, a[q]);
        Doubles low = a[0];
        if constexpr (count == 2) low = min(a[0], a[1]);
        if constexpr (count == 3) low = min(min(a[0], a[1]), a[2]);
        if constexpr (count == 4) low = min(min(a[0], a[1]), min(a[2], a[3]));
        m = min(m, low);
      };
      if constexpr (blocks > 0) {
        stretch.template operator()<blocks>(0);
      } else {
        int b = 0;
        for (; b + 4 <= row_blocks; b += 4) stretch.template operator()<4>(b);
        for (; b < row_blocks; ++b) stretch.template operator()<1>(b);
      }
      store(row_least + i * width, m);
      group = min(group, m);
    }
    store(group_least + group_number * width, group);
    all = min(all, group);
  }
  return least(all);
}

/// Bit i: any lane of the i-th of `count` <= 32 blocks is at or below t.
YIELDSCAPE_LANES uint32_t blocks_with_hits(const double* first, int count, Doubles t) {
  uint32_t hits = 0;
  for (int i = 0; i < count; ++i) {
    hits |= uint32_t(mask_less_equal(Doubles::load(first + i * width), t) != 0) << i;
  }
  return hits;
}

// From groups to rows to cells, without a branch on what is passed over.
size_t find_in_rows(const StrengthRows& rows, double level, Site* sites) {
  constexpr int at_once = 8;  // blocks, of 64 cells
  const Doubles t = Doubles::splat(level);
  const int groups = (rows.rows + rows_of_group - 1) / rows_of_group;
  size_t count = 0;
  const auto find_in_row = [&](int i) __attribute__((always_inline)) {
    const double* x = rows.x + int64_t(i) * rows.blocks * width;
    for (int first = 0; first < rows.blocks; first += at_once) {
      const int end = at_most(rows.blocks, first + at_once);
      uint64_t cells = 0;
      for (int b = first; b < end; ++b) {
        cells |= uint64_t(mask_less_equal(Doubles::load(x + b * width), t)) << (b - first) * width;
      }
      const int first_site = i * rows.columns + first * width;
      for (; cells != 0; cells &= cells - 1) sites[count++] = Site(first_site + __builtin_ctzll(cells));
    }
  };
  for (int first_group = 0; first_group < groups; first_group += 32) {
    uint32_t group_hits =
        blocks_with_hits(rows.group_least + first_group * width, at_most(32, groups - first_group), t);
    for (; group_hits != 0; group_hits &= group_hits - 1) {
      const int first_row = (first_group + __builtin_ctz(group_hits)) * rows_of_group;
      uint32_t row_hits = blocks_with_hits(rows.row_least + first_row * width,
                                           at_most(rows_of_group, rows.rows - first_row), t);
      for (; row_hits != 0; row_hits &= row_hits - 1) find_in_row(first_row + __builtin_ctz(row_hits));
    }
  }
  return count;
}

// ---------------------------------------------------------------- all slips of a round

YIELDSCAPE_LANES void jump(StrengthRows& rows, const Slip& slip) {
  rows.x[rows.places[uint32_t(slip.site)].position] += slip.threshold_jump;
}

/// Calls body<count>(), count <= 8.
template <class Body>
YIELDSCAPE_LANES double with_count(size_t count, const Body& body) {
  switch (count) {
    case 1:
      return body.template operator()<1>();
    case 2:
      return body.template operator()<2>();
    case 3:
      return body.template operator()<3>();
    case 4:
      return body.template operator()<4>();
    case 5:
      return body.template operator()<5>();
    case 6:
      return body.template operator()<6>();
    case 7:
      return body.template operator()<7>();
    case 8:
      return body.template operator()<8>();
    default:
      return body.template operator()<0>();
  }
}

// One branch on the number of slips, if they are few: it is hard to predict.
template <class Pass>
YIELDSCAPE_LANES double apply_with(StrengthRows& rows, const Slip* slips, size_t count, const Pass& pass) {
  constexpr int most = SweepKernels::slips_in_pass;
  if (count > most) [[unlikely]] {
    for (size_t k = 0; k < count; ++k) jump(rows, slips[k]);
    for (; count > most; count -= most, slips += most) pass.template operator()<most>(rows, slips);
    return with_count(
        count, [&]<int n>()
                   __attribute__((always_inline)) { return pass.template operator()<n>(rows, slips); });
  }
  return with_count(
      count, [&]<int n>() __attribute__((always_inline)) {
#pragma GCC unroll 8
        for (int k = 0; k < n; ++k) jump(rows, slips[k]);
        return pass.template operator()<n>(rows, slips);
      });
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
