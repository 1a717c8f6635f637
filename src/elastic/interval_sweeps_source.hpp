#pragma once

#include "interval_flush_source.hpp"
#include "interval_sweeps.hpp"

// The source of interval_sweeps_*.cpp, which include their Lanes first. Nothing but unnamed namespaces and
// plain loops: a library template instantiated here would be compiled for this processor and might be linked
// for all.
namespace yieldscape {
namespace {

void near(const NearSpans& spans, double amount, const double* const* kernel_rows, double* cells,
          double* tile_keys) {
  const Lanes e = Lanes::all(amount);
  for (int i = 0; i < spans.row_count; ++i) {
    const double* rows[8];  // copies, which no store through a pointer can change
    for (int a = 0; a < 8; ++a) rows[a] = kernel_rows[spans.rows[i].offset + a];
    const std::ptrdiff_t first_tile = spans.rows[i].tile;
    const int column_count = spans.column_count;
    for (int j = 0; j < column_count; ++j) {
      const std::ptrdiff_t tile = first_tile + spans.columns[j].tile;
      const std::ptrdiff_t shift = spans.columns[j].offset;
      double* cell = cells + tile * 64;
      const auto row = [&](int a) {
        const Lanes x = Lanes::load(cell + 8 * a) + e * Lanes::load(rows[a] + shift);
        x.store(cell + 8 * a);
        return x;
      };
      Lanes least_of_rows = minimum(row(0), row(1));
      for (int a = 2; a < 8; a += 2) least_of_rows = minimum(least_of_rows, minimum(row(a), row(a + 1)));
      tile_keys[tile] = least(least_of_rows);
    }
  }
}

void mid(const MidSpans& spans, double amount, const float* table, std::int32_t table_stride,
         double* tile_bounds, const double* tile_keys, double* block_keys) {
  const Lanes e = Lanes::all(amount);
  for (int i = 0; i < spans.row_count; ++i) {
    for (int j = 0; j < spans.column_count; ++j) {
      const std::ptrdiff_t tile = spans.rows[i].tile + spans.columns[j].tile;
      const float* change = table + (spans.rows[i].place + spans.columns[j].place);
      double* bound = tile_bounds + tile;
      const double* key = tile_keys + tile;
      const Lanes low = Lanes::load(bound) + e * Lanes::load(change, change + table_stride);
      const Lanes high = Lanes::load(bound + 8) + e * Lanes::load(change + 2 * std::ptrdiff_t(table_stride),
                                                                  change + 3 * std::ptrdiff_t(table_stride));
      low.store(bound);
      high.store(bound + 8);
      block_keys[spans.rows[i].slot + spans.columns[j].slot] =
          least(minimum(Lanes::load(key) + low, Lanes::load(key + 8) + high));
    }
  }
}

void far(const FarSpan& span, double amount, std::int32_t block_rows, std::int32_t slot_stride,
         double* block_bounds) {
  const Lanes e = Lanes::all(amount);
  for (std::int32_t row = 0; row < block_rows; ++row) {
    const std::int32_t q = row - span.shift;
    const float* change = span.first + (q < 0 ? q + span.period : q) * span.row_stride;
    double* bound = block_bounds + std::ptrdiff_t(row) * slot_stride;
    for (std::int32_t j = 0; j < slot_stride; j += 8) {
      (Lanes::load(bound + j) + e * Lanes::load(change + j)).store(bound + j);
    }
  }
}

template <FarFolding folding>
double far_sum_folded(const FarTable& table, const PendingView& pending, std::size_t begin, SitePair site) {
  const PairLanes here = PairLanes::all(site);
  const PairLanes lengths = PairLanes::all({table.lx, table.ly});
  const PairLanes strides = PairLanes::all({table.stride, 1});
  Lanes total = Lanes::all(0);
  for (std::size_t t = begin; t < pending.count; t += 8) {
    PairLanes offset = here - PairLanes::load(pending.site + t);
    if constexpr (folding == FarFolding::full) {
      offset = plus_if_negative(offset, lengths);
    } else {
      offset = magnitude(offset);
      offset = minimum(offset, lengths - offset);
    }
    if constexpr (folding == FarFolding::octant) offset = larger_first(offset);
    total = total + Lanes::load(pending.amount + t) * gather(table.value, offset, strides);
  }
  return sum(total);
}

double far_sum(const FarTable& table, const PendingView& pending, std::size_t begin, SitePair site) {
  switch (table.folding) {
    case FarFolding::octant:
      return far_sum_folded<FarFolding::octant>(table, pending, begin, site);
    case FarFolding::quadrant:
      return far_sum_folded<FarFolding::quadrant>(table, pending, begin, site);
    case FarFolding::full:
      break;
  }
  return far_sum_folded<FarFolding::full>(table, pending, begin, site);
}

double tile_minimum(const double* cells) {
  Lanes m = Lanes::load(cells);
  for (int a = 8; a < 64; a += 8) m = minimum(m, Lanes::load(cells + a));
  return least(m);
}

std::uint64_t cells_below(const double* cells, double limit) {
  const Lanes bound = Lanes::all(limit);
  std::uint64_t bits = 0;
  for (unsigned a = 0; a < 64; a += 8) bits |= std::uint64_t(below(Lanes::load(cells + a), bound)) << a;
  return bits;
}

double block_minimum(const double* tile_keys, const double* tile_bounds) {
  return least(minimum(Lanes::load(tile_keys) + Lanes::load(tile_bounds),
                       Lanes::load(tile_keys + 8) + Lanes::load(tile_bounds + 8)));
}

double slots_minimum(const double* keys, const double* bounds, std::size_t count) {
  Lanes m = Lanes::all(infinity);
  for (std::size_t i = 0; i < count; i += 8) m = minimum(m, Lanes::load(keys + i) + Lanes::load(bounds + i));
  return least(m);
}

std::size_t slots_below(const double* keys, const double* bounds, std::size_t count, double limit,
                        std::uint32_t* slots) {
  const Lanes bound = Lanes::all(limit);
  std::size_t found = 0;
  for (std::size_t i = 0; i < count; i += 8) {
    std::uint32_t bits = below(Lanes::load(keys + i) + Lanes::load(bounds + i), bound);
    for (; bits != 0; bits &= bits - 1)
      slots[found++] = std::uint32_t(i) + std::uint32_t(__builtin_ctz(bits));
  }
  return found;
}

constexpr IntervalSweeps sweeps{.near = near,
                                .mid = mid,
                                .far = far,
                                .far_sum = far_sum,
                                .tile_minimum = tile_minimum,
                                .cells_below = cells_below,
                                .block_minimum = block_minimum,
                                .slots_minimum = slots_minimum,
                                .slots_below = slots_below,
                                .forward_columns = forward_columns,
                                .forward_modes = forward_modes,
                                .convolve_modes = convolve_modes,
                                .backward_columns = backward_columns};

}  // namespace
}  // namespace yieldscape
