#include "kernel_table.hpp"

#include <algorithm>
#include <span>

namespace yieldscape {
namespace {

constexpr int width = 8;
constexpr int padded(int length) {
  return (length + width - 1) / width * width;
}

constexpr std::size_t most_bytes_of_copies = 5 << 18;

// −G(x, shift), −G(x, shift + 1), …, as far as the row reaches.
void lay_out_row(const Field& kernel, int x, int shift, std::span<double> row) {
  const Lattice lattice = kernel.lattice();
  const auto period = kernel.span().subspan(index(lattice.at(x, 0)), std::size_t(lattice.ly()));
  std::size_t y = std::size_t(shift % lattice.ly());
  for (double& value : row) {
    value = -period[y];
    if (++y == period.size()) y = 0;
  }
}

bool even_in_x(const Field& kernel) {
  const Lattice lattice = kernel.lattice();
  const std::size_t columns = std::size_t(lattice.ly());
  for (int x = 1; 2 * x < lattice.lx(); ++x) {
    const auto row = kernel.span().subspan(index(lattice.at(x, 0)), columns);
    const auto mirror = kernel.span().subspan(index(lattice.at(-x, 0)), columns);
    if (!std::ranges::equal(row, mirror)) return false;
  }
  return true;
}

void lay_out_doubled(KernelTable& table, const Field& kernel) {
  const Lattice lattice = kernel.lattice();
  table.stride = padded(2 * lattice.ly() + width);
  table.values = AlignedArray<double>(std::size_t(2 * lattice.lx() * table.stride));
  for (int x = 0; x < 2 * lattice.lx(); ++x) {
    lay_out_row(kernel, x, 0, std::span(table.values.data() + x * table.stride, std::size_t(table.stride)));
  }
  for (int x = 0; x < lattice.lx(); ++x) {
    for (int y = 0; y < lattice.ly(); ++y) {
      table.places.push_back({.position = std::uint32_t(x * padded(lattice.ly()) + y),
                              .row = std::uint32_t(x),
                              .kernel = std::uint64_t((lattice.lx() - x) * table.stride + lattice.ly() - y)});
    }
  }
}

void lay_out_folded(KernelTable& table, const Field& kernel, bool one_period) {
  const Lattice lattice = kernel.lattice();
  const int lx = lattice.lx();
  const int rows = even_in_x(kernel) ? lx / 2 + 1 : lx;
  table.stride = one_period ? lattice.ly() : padded(2 * lattice.ly() + width);
  const std::int64_t size = rows * table.stride;
  const int copies =
      width * size * std::int64_t(sizeof(double)) <= std::int64_t(most_bytes_of_copies) ? width : 1;
  table.values = AlignedArray<double>(std::size_t(copies * size));
  for (int shift = 0; shift < copies; ++shift) {
    for (int x = 0; x < rows; ++x) {
      lay_out_row(
          kernel, x, shift,
          std::span(table.values.data() + shift * size + x * table.stride, std::size_t(table.stride)));
    }
  }
  for (int d = -lx; d < lx; ++d) {
    const int x = (d + lx) % lx;
    table.row.push_back((x < rows ? x : lx - x) * table.stride);
  }
  for (int x = 0; x < lx; ++x) {
    for (int y = 0; y < lattice.ly(); ++y) {
      const int o = one_period ? (lattice.ly() - y) % lattice.ly() : lattice.ly() - y;
      const int shift = o % copies;
      table.places.push_back({.position = std::uint32_t(x * padded(lattice.ly()) + y),
                              .row = std::uint32_t(x),
                              .kernel = std::uint64_t(shift * size + o - shift)});
    }
  }
}

}  // namespace

SweepForm sweep_form(Lattice lattice) noexcept {
  constexpr int most_narrow_rows = 40;
  if (lattice == Lattice(16, 16)) return SweepForm::sixteen;
  const bool narrow = lattice.ly() <= 4 * width && lattice.lx() <= most_narrow_rows;
  return narrow ? SweepForm::narrow : SweepForm::general;
}

KernelTable::KernelTable(const ElasticKernel& kernel, SweepForm form) {
  if (form == SweepForm::narrow) {
    lay_out_doubled(*this, kernel.zero_mean);
  } else {
    lay_out_folded(*this, kernel.zero_mean, form == SweepForm::sixteen);
  }
}

}  // namespace yieldscape
