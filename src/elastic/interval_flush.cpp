#include "interval_flush.hpp"

#include <algorithm>

namespace yieldscape {
namespace {

bool even(const Field& field) {
  for (int x = 0; x < field.lattice().lx(); ++x) {
    for (int y = 0; y < field.lattice().ly(); ++y) {
      if (field.at(x, y) != field.at(-x, -y)) return false;
    }
  }
  return true;
}

}  // namespace

FarFlush::FarFlush(const TileLayout& layout, const Field& far_field, const IntervalSweeps& sweeps)
    : layout_(&layout),
      sweeps_(&sweeps),
      along_x_(layout.lattice().lx()),
      along_y_(layout.lattice().ly()),
      column_groups_((layout.lattice().ly() + columns - 1) / columns),
      mode_blocks_((layout.lattice().lx() / 2 + 8) / 8),
      data_(std::max(along_x_.room(), along_y_.room()) * pack_size, 0.0),
      scratch_(data_.size(), 0.0),
      spectrum_(std::size_t(mode_blocks_) * std::size_t(mode_block_stride()), 0.0),
      kernel_real_(std::size_t(mode_blocks_) * std::size_t(layout.lattice().ly()) * 8, 0.0),
      kernel_imaginary_(even(far_field) ? 0 : kernel_real_.size(), 0.0),
      first_of_group_(std::size_t(column_groups_) + 1) {
  for (int row = 0; row < layout.rows().tiles; ++row) tile_of_row_.push_back(layout.row_part(row));
  make_kernel(far_field);
}

// A power of two would put all mode blocks of a column on the same cache sets.
std::int64_t FarFlush::mode_block_stride() const noexcept {
  return (std::int64_t(column_groups_) * columns + 8) * pack_size;
}

void FarFlush::transform_slips(const PendingView& slips) {
  std::ranges::fill(first_of_group_, 0);
  for (std::size_t i = 0; i < slips.count; ++i) ++first_of_group_[std::size_t(slips.y[i] / columns) + 1];
  for (std::size_t g = 1; g < first_of_group_.size(); ++g) first_of_group_[g] += first_of_group_[g - 1];
  by_group_.resize(slips.count);
  for (std::size_t i = 0; i < slips.count; ++i) {
    by_group_[first_of_group_[std::size_t(slips.y[i] / columns)]++] = std::uint32_t(i);
  }
  std::uint32_t begin = 0;
  for (std::int32_t g = 0; g < column_groups_; ++g) {
    const std::uint32_t end = first_of_group_[std::size_t(g)];  // of this group, after the filling
    std::fill_n(data_.data(), std::size_t(layout_->lattice().lx()) * pack_size, 0.0);
    for (; begin < end; ++begin) {
      const std::uint32_t i = by_group_[begin];
      data_[std::size_t(slips.x[i]) * pack_size + std::size_t(slips.y[i] % columns)] += slips.amount[i];
    }
    sweeps_->forward_columns(along_x_.view(), data_.data(), scratch_.data(),
                             spectrum_.data() + std::int64_t(g) * columns * pack_size, mode_block_stride());
  }
}

void FarFlush::make_kernel(const Field& far_field) {
  const Lattice lattice = far_field.lattice();
  PendingSlips cells;
  for (int x = 0; x < lattice.lx(); ++x) {
    for (int y = 0; y < lattice.ly(); ++y) cells.push_back(x, y, far_field.at(x, y));
  }
  transform_slips(cells.view());
  // The transforms are not normalized, and separating two real columns leaves twice their spectrum, of the
  // slips as of the kernel.
  const double factor = 1 / (4 * double(lattice.sites()));
  for (std::int32_t block = 0; block < mode_blocks_; ++block) {
    double* modes = spectrum_.data() + block * mode_block_stride();
    sweeps_->forward_modes(along_y_.view(), data_.data(), scratch_.data(), modes);
    for (std::size_t k = 0; k < std::size_t(lattice.ly()); ++k) {
      const std::size_t place = (std::size_t(block) * std::size_t(lattice.ly()) + k) * 8;
      for (std::size_t lane = 0; lane < 8; ++lane) {
        kernel_real_[place + lane] = factor * modes[k * pack_size + lane];
        if (kernel_imaginary_.size() > 0) {
          kernel_imaginary_[place + lane] = factor * modes[k * pack_size + 8 + lane];
        }
      }
    }
  }
}

void FarFlush::operator()(const PendingView& slips, double* cells, double* tile_keys) {
  transform_slips(slips);
  const KernelModes kernel{.real = kernel_real_.data(),
                           .imaginary = kernel_imaginary_.size() > 0 ? kernel_imaginary_.data() : nullptr};
  for (std::int32_t block = 0; block < mode_blocks_; ++block) {
    sweeps_->convolve_modes(along_y_.view(), data_.data(), scratch_.data(), kernel, block,
                            spectrum_.data() + block * mode_block_stride());
  }
  for (std::int32_t g = 0; g < column_groups_; ++g) {
    const int tile = 2 * g;
    const bool last = tile + 1 == layout_->columns().tiles;
    sweeps_->backward_columns(along_x_.view(), data_.data(), scratch_.data(),
                              spectrum_.data() + std::int64_t(g) * columns * pack_size, mode_block_stride(),
                              tile_of_row_.data(), TileLayout::column_part(tile),
                              last ? -1 : TileLayout::column_part(tile + 1), cells, tile_keys);
  }
}

}  // namespace yieldscape
