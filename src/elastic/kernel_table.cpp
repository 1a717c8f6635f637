#include "kernel_table.hpp"

#include <algorithm>
#include <span>

namespace yieldscape {
namespace {

constexpr int padded(int length) {
  return (length + StrengthRows::width - 1) / StrengthRows::width * StrengthRows::width;
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

}  // namespace

KernelTable::KernelTable(const ElasticKernel& kernel, bool one_period) {
  const Lattice lattice = kernel.zero_mean.lattice();
  const int lx = lattice.lx();
  const int rows = even_in_x(kernel.zero_mean) ? lx / 2 + 1 : lx;
  stride = one_period ? lattice.ly() : padded(2 * lattice.ly() + StrengthRows::width);
  const std::int64_t size = rows * stride;
  const int copies =
      StrengthRows::width * size * std::int64_t(sizeof(double)) <= std::int64_t(most_bytes_of_copies)
          ? StrengthRows::width
          : 1;
  values = AlignedArray<double>(std::size_t(copies * size));
  for (int shift = 0; shift < copies; ++shift) {
    for (int x = 0; x < rows; ++x) {
      lay_out_row(kernel.zero_mean, x, shift,
                  std::span(values.data() + shift * size + x * stride, std::size_t(stride)));
    }
  }
  for (int d = -lx; d < lx; ++d) {
    const int x = (d + lx) % lx;
    row.push_back((x < rows ? x : lx - x) * stride);
  }
  for (int x = 0; x < lx; ++x) {
    for (int y = 0; y < lattice.ly(); ++y) {
      const int o = one_period ? (lattice.ly() - y) % lattice.ly() : lattice.ly() - y;
      const int shift = o % copies;
      places.push_back({.position = std::uint32_t(x * padded(lattice.ly()) + y),
                        .row = std::uint32_t(x),
                        .kernel = std::uint64_t(shift * size + o - shift)});
    }
  }
}

}  // namespace yieldscape
