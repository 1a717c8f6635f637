#include "interval_flush.hpp"

#include <algorithm>

namespace yieldscape {
namespace {

// Columns transformed at once: a tile column.
constexpr int group_columns = TiledAxis::tile;

std::int32_t groups(int column_count) {
  return (column_count + group_columns - 1) / group_columns;
}

// A power of two would put all mode blocks of a column on the same cache sets.
std::int64_t stride(std::int64_t column_groups) {
  return (column_groups * group_columns + 8) * pack_size;
}

}  // namespace

FarFlush::FarFlush(const TileLayout& layout, const OffsetTable& far_field, const IntervalSweeps& sweeps,
                   Partners* partners)
    : layout_(&layout),
      sweeps_(&sweeps),
      partners_(partners),
      along_x_(layout.lattice().lx()),
      along_y_(layout.lattice().ly()),
      own_groups_(layout.own().count > 0 ? groups(layout.end_column() - layout.first_column()) : 0),
      own_modes_(partners != nullptr
                     ? share_of(along_x_.view().mode_blocks, partners->rank(), partners->size())
                     : BlockShare{.first = 0, .count = along_x_.view().mode_blocks}),
      column_stride_(stride(own_groups_)),
      mode_stride_(stride(groups(layout.lattice().ly()))),
      data_(along_x_.packs() * pack_size, 0.0),
      scratch_(std::max(along_x_.scratch_packs(), along_y_.scratch_packs()) * pack_size, 0.0),
      spectrum_(std::size_t(along_x_.view().mode_blocks) * std::size_t(column_stride_), 0.0),
      own_spectrum_(partners != nullptr ? std::size_t(own_modes_.count) * std::size_t(mode_stride_) : 0, 0.0),
      kernel_real_(std::size_t(own_modes_.count) * std::size_t(layout.lattice().ly()) * 8, 0.0),
      kernel_imaginary_(far_field.is_even() ? 0 : kernel_real_.size(), 0.0),
      first_of_group_(std::size_t(own_groups_) + 1) {
  for (int row = 0; row < layout.rows().tiles; ++row) tile_of_row_.push_back(layout.row_part(row));
  make_kernel(far_field);
}

double* FarFlush::modes_of_block(std::int32_t block) noexcept {
  return (partners_ != nullptr ? own_spectrum_.data() : spectrum_.data()) + block * mode_stride_;
}

void FarFlush::exchange(To direction) {
  if (partners_ == nullptr) return;
  const int size = partners_->size();
  const TiledAxis& axis = layout_->columns();
  std::vector<DoubleRuns> by_column;  // what lies in the spectrum of the own columns, by whose modes they are
  std::vector<DoubleRuns> by_mode;    // what lies in that of the own modes, by whose columns they are
  for (int rank = 0; rank < size; ++rank) {
    const BlockShare modes = share_of(along_x_.view().mode_blocks, rank, size);
    by_column.push_back({.first = spectrum_.data() + modes.first * column_stride_,
                         .count = modes.count,
                         .length = own_groups_ * std::int64_t(group_columns) * pack_size,
                         .stride = column_stride_});
    const BlockShare blocks = share_of(axis.blocks, rank, size);
    const int first = blocks.first * TiledAxis::block;
    const int end = std::min((blocks.first + blocks.count) * TiledAxis::block, axis.length);
    by_mode.push_back(
        {.first = own_spectrum_.data() + std::int64_t(first) * pack_size,
         .count = own_modes_.count,
         .length = (end > first ? groups(end - first) : 0) * std::int64_t(group_columns) * pack_size,
         .stride = mode_stride_});
  }
  if (direction == To::modes) {
    partners_->exchange(by_column, by_mode);
  } else {
    partners_->exchange(by_mode, by_column);
  }
}

// `fill` writes the numbers of a group of columns into data, which is 0.
template <class Fill>
void FarFlush::transform_columns(const Fill& fill) {
  for (std::int32_t g = 0; g < own_groups_; ++g) {
    std::ranges::fill(data_, 0.0);
    fill(g);
    sweeps_->forward_columns(along_x_.view(), data_.data(), scratch_.data(),
                             spectrum_.data() + std::int64_t(g) * group_columns * pack_size, column_stride_);
  }
}

void FarFlush::transform_slips(const PendingView& slips) {
  const int first = layout_->first_column();
  const int end = layout_->end_column();
  const auto is_own = [&](std::size_t i) { return slips.site[i].y >= first && slips.site[i].y < end; };
  const auto group = [&](std::size_t i) { return std::size_t((slips.site[i].y - first) / group_columns); };
  std::ranges::fill(first_of_group_, 0);
  for (std::size_t i = 0; i < slips.count; ++i) {
    if (is_own(i)) ++first_of_group_[group(i) + 1];
  }
  for (std::size_t g = 1; g < first_of_group_.size(); ++g) first_of_group_[g] += first_of_group_[g - 1];
  by_group_.resize(first_of_group_.back());
  for (std::size_t i = 0; i < slips.count; ++i) {
    if (is_own(i)) by_group_[first_of_group_[group(i)]++] = std::uint32_t(i);
  }
  const auto row_stride = std::size_t(along_x_.view().row_stride());
  std::uint32_t begin = 0;
  transform_columns([&](std::int32_t g) {
    const std::uint32_t end_of_group = first_of_group_[std::size_t(g)];  // after the filling
    for (; begin < end_of_group; ++begin) {
      const std::uint32_t i = by_group_[begin];
      data_[std::size_t(slips.site[i].x) * row_stride +
            std::size_t((slips.site[i].y - first) % group_columns)] += slips.amount[i];
    }
  });
}

void FarFlush::make_kernel(const OffsetTable& far_field) {
  const Lattice lattice = far_field.lattice();
  const auto row_stride = std::size_t(along_x_.view().row_stride());
  transform_columns([&](std::int32_t g) {
    const int first = layout_->first_column() + g * group_columns;
    const int count = std::min(group_columns, layout_->end_column() - first);
    for (int x = 0; x < lattice.lx(); ++x) {
      for (int i = 0; i < count; ++i) {
        data_[std::size_t(x) * row_stride + std::size_t(i)] = far_field.at(x, first + i);
      }
    }
  });
  exchange(To::modes);
  // The transforms are not normalized, and separating real columns leaves twice their spectrum, of the slips
  // as of the kernel. (With an even length along x joining doubles once more, and its transform is half as
  // long.)
  const double factor = 1 / (4 * double(lattice.sites()));
  for (std::int32_t block = 0; block < own_modes_.count; ++block) {
    double* modes = modes_of_block(block);
    sweeps_->forward_modes(along_y_.view(), scratch_.data(), modes);
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
  exchange(To::modes);
  const KernelModes kernel{.real = kernel_real_.data(),
                           .imaginary = kernel_imaginary_.size() > 0 ? kernel_imaginary_.data() : nullptr};
  for (std::int32_t block = 0; block < own_modes_.count; ++block) {
    sweeps_->convolve_modes(along_y_.view(), scratch_.data(), kernel, block, modes_of_block(block));
  }
  exchange(To::columns);
  const int first_tile = layout_->first_column() / TiledAxis::tile;
  for (std::int32_t g = 0; g < own_groups_; ++g) {
    sweeps_->backward_columns(along_x_.view(), data_.data(), scratch_.data(),
                              spectrum_.data() + std::int64_t(g) * group_columns * pack_size, column_stride_,
                              tile_of_row_.data(), layout_->column_part(first_tile + g), cells, tile_keys);
  }
}

std::size_t FarFlush::bytes() const noexcept {
  return sizeof(double) * (data_.size() + scratch_.size() + spectrum_.size() + own_spectrum_.size() +
                           kernel_real_.size() + kernel_imaginary_.size());
}

}  // namespace yieldscape
