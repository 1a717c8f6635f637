#pragma once

#include "interval_sweeps.hpp"
#include "lane_transform_source.hpp"

// The inner loops of a flush, compiled for each instruction set behind its Lanes.
namespace yieldscape {
namespace {

constexpr double infinity = __builtin_inf();

// Twice the spectra of eight real signals, turned so that lanes are modes. Of an even length n, with Z the
// transform of z(j) = x(2j) + i x(2j+1), of length m = n/2:
//   2X(k) = E + T, 2X(m − k) = (E − T)*,  E = Z(k) + Z(−k)*, T = (Z(k) − Z(−k)*) · turn.
void separate(const RealTransformView& plan, const double* z, double* spectrum,
              std::int64_t mode_block_stride) {
  using P = Packs<Direction::forward>;
  const bool even = plan.is_even();
  const ModePair* pair = plan.pairs;
  const double* turn = plan.turn;
  for (std::int32_t block = 0; block < plan.mode_blocks; ++block, spectrum += mode_block_stride) {
    Lanes re[8];
    Lanes im[8];
    for (int i = 0; i < 8; i += even ? 2 : 1, ++pair) {
      const Pack here = P::load(z + pair->here * pack_size);
      const Pack opposite = P::load(z + pair->opposite * pack_size);
      const Pack e = plus_conjugate(here, opposite);
      if (!even) {
        re[i] = e.re;
        im[i] = e.im;
        continue;
      }
      const Pack t = minus_conjugate(here, opposite) * all_lanes(turn);
      turn += 2;
      re[i] = e.re + t.re;
      im[i] = e.im + t.im;
      re[i + 1] = e.re - t.re;
      im[i + 1] = t.im - e.im;
    }
    transpose(re);
    transpose(im);
    for (int column = 0; column < 8; ++column)
      P::store(spectrum + column * pack_size, {re[column], im[column]});
  }
}

// The way back from X to twice Z, or to Z of an odd length:
//   2Z(k) = S + D, 2Z(−k) = (S − D)*,  S = X(k) + X(m − k)*, D = (X(k) − X(m − k)*) · turn*.
void join(const RealTransformView& plan, const double* spectrum, std::int64_t mode_block_stride, double* z) {
  using P = Packs<Direction::forward>;
  const bool even = plan.is_even();
  const ModePair* pair = plan.pairs;
  const double* turn = plan.turn;
  for (std::int32_t block = 0; block < plan.mode_blocks; ++block, spectrum += mode_block_stride) {
    Lanes re[8];
    Lanes im[8];
    for (int column = 0; column < 8; ++column) {
      const Pack modes = P::load(spectrum + column * pack_size);
      re[column] = modes.re;
      im[column] = modes.im;
    }
    transpose(re);
    transpose(im);
    for (int i = 0; i < 8; i += even ? 2 : 1, ++pair) {
      double* here = z + pair->here * pack_size;
      double* opposite = z + pair->opposite * pack_size;
      const Pack mode{re[i], im[i]};
      if (!even) {
        P::store(here, mode);
        P::store(opposite, {mode.re, Lanes::all(0) - mode.im});
        continue;
      }
      const Pack other{re[i + 1], im[i + 1]};
      const Pack s = plus_conjugate(mode, other);
      const Pack d = times_conjugate(minus_conjugate(mode, other), all_lanes(turn));
      turn += 2;
      P::store(here, s + d);
      P::store(opposite, {s.re - d.re, d.im - s.im});
    }
  }
}

void forward_columns(const RealTransformView& plan, double* data, double* scratch, double* spectrum,
                     std::int64_t mode_block_stride) {
  lane_transform<Direction::forward>(plan.complex, data, scratch);
  separate(plan, data, spectrum, mode_block_stride);
}

void forward_modes(const TransformView& plan, double* scratch, double* spectrum) {
  lane_transform<Direction::forward>(plan, spectrum, scratch);
}

void convolve_modes(const TransformView& plan, double* scratch, const KernelModes& kernel,
                    std::int64_t mode_block, double* spectrum) {
  const std::int64_t first = mode_block * plan.length * 8;
  lane_transform_around(plan, spectrum, scratch, [&](double* modes, std::int64_t length) {
    const std::int64_t place = first + (modes - spectrum) / 2;
    const double* re = kernel.real + place;
    if (kernel.imaginary == nullptr) {
      for (std::int64_t k = 0; k < length; ++k) {
        const Lanes factor = Lanes::load(re + 8 * k);
        double* mode = modes + k * pack_size;
        (factor * Lanes::load(mode)).store(mode);
        (factor * Lanes::load(mode + 8)).store(mode + 8);
      }
    } else {
      const double* im = kernel.imaginary + place;
      for (std::int64_t k = 0; k < length; ++k) {
        using P = Packs<Direction::forward>;
        double* mode = modes + k * pack_size;
        P::store(mode, P::load(mode) * Pack{Lanes::load(re + 8 * k), Lanes::load(im + 8 * k)});
      }
    }
  });
}

void backward_columns(const RealTransformView& plan, double* data, double* scratch, const double* spectrum,
                      std::int64_t mode_block_stride, const std::int32_t* tile_of_row, std::int32_t part,
                      double* cells, double* tile_keys) {
  join(plan, spectrum, mode_block_stride, data);
  lane_transform<Direction::backward>(plan.complex, data, scratch);
  const std::int64_t stride = plan.row_stride();
  for (std::int32_t row = 0; 8 * row < plan.length; ++row) {
    const std::int32_t rows = plan.length - 8 * row < 8 ? plan.length - 8 * row : 8;
    const std::int64_t tile = tile_of_row[row] + part;
    double* cell = cells + 64 * tile;
    const double* added = data + row * 8 * stride;
    Lanes lowest = Lanes::all(infinity);
    for (std::int32_t a = 0; a < rows; ++a) {
      const Lanes x = Lanes::load(cell + 8 * a) + Lanes::load(added + a * stride);
      x.store(cell + 8 * a);
      lowest = minimum(lowest, x);
    }
    tile_keys[tile] = least(lowest);
  }
}

}  // namespace
}  // namespace yieldscape
