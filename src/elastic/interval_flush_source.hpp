#pragma once

#include "interval_sweeps.hpp"
#include "lane_transform_source.hpp"

// The inner loops of a flush, compiled for each instruction set behind its Lanes.
namespace yieldscape {
namespace {

constexpr double infinity = __builtin_inf();

// The spectra of two groups of eight columns out of that of a + i b, a and b real: twice
//   A(k) = (Z(k) + Z(−k)*)/2, B(k) = (Z(k) − Z(−k)*)/2i,
// turned so that lanes are modes.
void separate(const double* z, std::int32_t length, double* spectrum, std::int64_t mode_block_stride) {
  for (std::int32_t first = 0; 2 * first <= length; first += 8, spectrum += mode_block_stride) {
    Lanes part[4][8];  // real, imaginary of A; of B
    for (int i = 0; i < 8; ++i) {
      const std::int32_t k = first + i;
      if (2 * k > length) {
        for (auto& p : part) p[i] = Lanes::all(0);
        continue;
      }
      const double* here = z + std::int64_t(k) * pack_size;
      const double* opposite = z + std::int64_t(k == 0 ? 0 : length - k) * pack_size;
      const Lanes re = Lanes::load(here);
      const Lanes im = Lanes::load(here + 8);
      const Lanes opposite_re = Lanes::load(opposite);
      const Lanes opposite_im = Lanes::load(opposite + 8);
      part[0][i] = re + opposite_re;
      part[1][i] = im - opposite_im;
      part[2][i] = im + opposite_im;
      part[3][i] = opposite_re - re;
    }
    for (auto& p : part) transpose(p);
    for (int column = 0; column < 8; ++column) {
      double* a = spectrum + column * pack_size;
      double* b = a + 8 * pack_size;
      part[0][column].store(a);
      part[1][column].store(a + 8);
      part[2][column].store(b);
      part[3][column].store(b + 8);
    }
  }
}

// The reverse: Z(k) = A(k) + i B(k), Z(−k) = A(k)* + i B(k)*.
void join(const double* spectrum, std::int64_t mode_block_stride, std::int32_t length, double* z) {
  for (std::int32_t first = 0; 2 * first <= length; first += 8, spectrum += mode_block_stride) {
    Lanes part[4][8];
    for (int column = 0; column < 8; ++column) {
      const double* a = spectrum + column * pack_size;
      const double* b = a + 8 * pack_size;
      part[0][column] = Lanes::load(a);
      part[1][column] = Lanes::load(a + 8);
      part[2][column] = Lanes::load(b);
      part[3][column] = Lanes::load(b + 8);
    }
    for (auto& p : part) transpose(p);
    for (int i = 0; i < 8 && 2 * (first + i) <= length; ++i) {
      const std::int32_t k = first + i;
      const bool own_opposite = k == 0 || 2 * k == length;  // A and B are real there
      double* here = z + std::int64_t(k) * pack_size;
      if (own_opposite) {
        part[0][i].store(here);
        part[2][i].store(here + 8);
        continue;
      }
      double* opposite = z + std::int64_t(length - k) * pack_size;
      (part[0][i] - part[3][i]).store(here);
      (part[1][i] + part[2][i]).store(here + 8);
      (part[0][i] + part[3][i]).store(opposite);
      (part[2][i] - part[1][i]).store(opposite + 8);
    }
  }
}

void forward_columns(const TransformView& plan, double* data, double* scratch, double* spectrum,
                     std::int64_t mode_block_stride) {
  const double* z = lane_transform<Direction::forward>(plan, {data, scratch, data, nullptr});
  separate(z, plan.length, spectrum, mode_block_stride);
}

void forward_modes(const TransformView& plan, double* data, double* scratch, double* spectrum) {
  lane_transform<Direction::forward>(plan, {spectrum, data, scratch, spectrum});
}

void convolve_modes(const TransformView& plan, double* data, double* scratch, const KernelModes& kernel,
                    std::int64_t mode_block, double* spectrum) {
  double* modes = lane_transform<Direction::forward>(plan, {spectrum, data, scratch, nullptr});
  const std::int64_t length = plan.length;
  const double* re = kernel.real + mode_block * length * 8;
  if (kernel.imaginary == nullptr) {
    for (std::int64_t k = 0; k < length; ++k) {
      const Lanes factor = Lanes::load(re + 8 * k);
      double* mode = modes + k * pack_size;
      (factor * Lanes::load(mode)).store(mode);
      (factor * Lanes::load(mode + 8)).store(mode + 8);
    }
  } else {
    const double* im = kernel.imaginary + mode_block * length * 8;
    for (std::int64_t k = 0; k < length; ++k) {
      using P = Packs<Direction::forward>;
      double* mode = modes + k * pack_size;
      P::store(mode, P::load(mode) * Pack{Lanes::load(re + 8 * k), Lanes::load(im + 8 * k)});
    }
  }
  double* const other = modes == data ? scratch : data;
  lane_transform<Direction::backward>(plan, {modes, other, modes, spectrum});
}

void backward_columns(const TransformView& plan, double* data, double* scratch, const double* spectrum,
                      std::int64_t mode_block_stride, const std::int32_t* tile_of_row, std::int32_t part,
                      std::int32_t next_part, double* cells, double* tile_keys) {
  join(spectrum, mode_block_stride, plan.length, data);
  const double* result = lane_transform<Direction::backward>(plan, {data, scratch, data, nullptr});
  for (std::int32_t row = 0; 8 * row < plan.length; ++row) {
    const std::int32_t rows = plan.length - 8 * row < 8 ? plan.length - 8 * row : 8;
    for (int side = 0; side < 2; ++side) {
      if (side == 1 && next_part < 0) break;
      const std::int64_t tile = tile_of_row[row] + (side == 0 ? part : next_part);
      double* cell = cells + 64 * tile;
      const double* added = result + std::int64_t(row) * 8 * pack_size + 8 * side;
      Lanes lowest = Lanes::all(infinity);
      for (std::int32_t a = 0; a < rows; ++a) {
        const Lanes x = Lanes::load(cell + 8 * a) + Lanes::load(added + a * pack_size);
        x.store(cell + 8 * a);
        lowest = minimum(lowest, x);
      }
      tile_keys[tile] = least(lowest);
    }
  }
}

}  // namespace
}  // namespace yieldscape
