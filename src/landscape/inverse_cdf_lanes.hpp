#pragma once

#include "smooth_cells.hpp"
#include "yieldscape/core/lanes.hpp"
#include "yieldscape/landscape/inverse_cdf.hpp"
#include "yieldscape/random/lanes.hpp"

namespace yieldscape::YIELDSCAPE_SIMD {

/// Rows of eight doubles at base + index, transposed: out[j] holds number j of each row.
YIELDSCAPE_LANES void gather_rows(const double* base, SingleWord index, Single (&out)[8]) {
  for (int j = 0; j < 8; ++j) out[j] = {base[index.v + j]};
}
#if defined(__AVX512F__)
YIELDSCAPE_LANES void gather_rows(const double* base, WordRegister index, DoubleRegister (&out)[8]) {
  alignas(64) std::uint64_t at[8];
  _mm512_store_si512(at, index.v);
  __m512d row[8], pair[8], quad[8];
  for (int i = 0; i < 8; ++i) row[i] = _mm512_loadu_pd(base + at[i]);
  for (int i = 0; i < 8; i += 2) {
    pair[i] = _mm512_unpacklo_pd(row[i], row[i + 1]);
    pair[i + 1] = _mm512_unpackhi_pd(row[i], row[i + 1]);
  }
  // 128-bit parts: of rows 2i, 2i + 1 pair[2i] holds columns 0, 2, 4, 6, pair[2i + 1] columns 1, 3, 5, 7.
  for (int odd = 0; odd < 2; ++odd) {
    quad[odd] = _mm512_shuffle_f64x2(pair[odd], pair[2 + odd], 0x88);      // columns 0, 4
    quad[2 + odd] = _mm512_shuffle_f64x2(pair[odd], pair[2 + odd], 0xdd);  // columns 2, 6
    quad[4 + odd] = _mm512_shuffle_f64x2(pair[4 + odd], pair[6 + odd], 0x88);
    quad[6 + odd] = _mm512_shuffle_f64x2(pair[4 + odd], pair[6 + odd], 0xdd);
  }
  for (int odd = 0; odd < 2; ++odd) {
    out[0 + odd] = {_mm512_shuffle_f64x2(quad[odd], quad[4 + odd], 0x88)};
    out[4 + odd] = {_mm512_shuffle_f64x2(quad[odd], quad[4 + odd], 0xdd)};
    out[2 + odd] = {_mm512_shuffle_f64x2(quad[2 + odd], quad[6 + odd], 0x88)};
    out[6 + odd] = {_mm512_shuffle_f64x2(quad[2 + odd], quad[6 + odd], 0xdd)};
  }
}
#else
template <class V>
YIELDSCAPE_LANES void gather_rows(const double* base, typename V::Words index, V (&out)[8]) {
  for (int j = 0; j < 8; ++j) out[j] = gather(base + j, index);
}
#endif

template <class V>
YIELDSCAPE_LANES V evaluate_cells(const InverseCdf& law, V u) {
  using W = typename V::Words;
  // The tail p = min(u, 1 − u); the upper side of the table is for u >= 1/2, known by the exponent of u.
  const W side = shift_right(bits(u) + W::splat(0x0020000000000000U), 62);
  const V p = max(min(u, V::splat(1.0) - u), V::splat(SmoothCells::least_tail));
  const W cell = shift_right(bits(p), 52 - law.cell_bits) - W::splat(SmoothCells::first_cell(law.cell_bits)) +
                 multiply_low(side, W::splat(SmoothCells::cells_per_side(law.cell_bits)));
  // Place within the cell, in [−1/2, 1/2): the bits of p below those that number the cell.
  const V t = from_bits((shift_left(bits(p), law.cell_bits) & W::splat(0x000FFFFFFFFFFFFFU)) |
                        W::splat(0x3FF0000000000000U)) -
              V::splat(1.5);
  V c[8];
  gather_rows(law.coefficients, shift_left(cell, 3), c);
  V value = c[7];  // in this order for ever, see random/lanes.hpp
#pragma GCC unroll 8
  for (int j = 6; j >= 0; --j) value = value * t + c[j];
  return min(max(value, V::splat(law.lower)), V::splat(law.upper));
}

/// The last of `piece` and the `probes` after it that begins at or before u.
template <class V>
YIELDSCAPE_LANES auto probed(const InverseCdf& law, typename V::Words piece, V u, int probes) {
  for (int i = 0; i < probes; ++i) {
    const V next = gather(law.pieces + 4, shift_left(piece, 2));
    piece = piece - ones_where_less_equal(next, u);
  }
  return piece;
}

/// The row of the piece that u lies in: `piece` or one of the law.probes >= 1 after it.
template <class V>
YIELDSCAPE_LANES void find_piece(const InverseCdf& law, typename V::Words piece, V u, V (&row)[4]) {
  const auto found = shift_left(probed(law, piece, u, law.probes), 2);
  for (int j = 0; j < 4; ++j) row[j] = gather(law.pieces + j, found);
}
#if defined(__AVX512F__)
// The last probe and the row come out of one look at two rows, which lie side by side.
YIELDSCAPE_LANES void find_piece(const InverseCdf& law, WordRegister piece, DoubleRegister u,
                                 DoubleRegister (&row)[4]) {
  DoubleRegister rows[8];
  gather_rows(law.pieces, shift_left(probed(law, piece, u, law.probes - 1), 2), rows);
  const auto in_second = __mmask8(mask_less_equal(rows[4], u));
  for (int j = 0; j < 4; ++j) row[j] = {_mm512_mask_mov_pd(rows[j].v, in_second, rows[4 + j].v)};
}
#endif

template <class V>
YIELDSCAPE_LANES V evaluate_table(const InverseCdf& law, V u) {
  using W = typename V::Words;
  // 1 + u is rounded; the guide allows for it.
  const V one_and = min(V::splat(1.0) + u, V::splat(2.0 - 0x1p-52));
  const W part = shift_right(bits(one_and) & W::splat(0x000FFFFFFFFFFFFFU), 52 - law.guide_bits);
  V row[4];
  find_piece(law, gather(law.guide, part), u, row);
  const V t = (u - row[0]) / row[2];
  return row[1] + t * row[3];
}

template <class V>
YIELDSCAPE_LANES V evaluate(const InverseCdf& law, V u) {
  V value = V::splat(0.0);
  switch (law.form) {
    case InverseCdf::Form::constant:
      break;
    case InverseCdf::Form::linear:
      value = u;
      break;
    case InverseCdf::Form::exponential:
      value = minus_log(u);
      break;
    case InverseCdf::Form::cells:
      value = evaluate_cells(law, u);
      break;
    case InverseCdf::Form::table:
      value = evaluate_table(law, u);
      break;
  }
  return V::splat(law.offset) + V::splat(law.scale) * value;
}

}  // namespace yieldscape::YIELDSCAPE_SIMD
