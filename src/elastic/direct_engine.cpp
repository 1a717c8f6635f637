#include "direct_engine.hpp"

#include <algorithm>

#include "yieldscape/core/error.hpp"

namespace yieldscape {
namespace {

constexpr int blocks(Lattice lattice) {
  return (lattice.ly() + StrengthRows::width - 1) / StrengthRows::width;
}

// Has a sweep of its own.
bool is_sixteen(Lattice lattice) {
  return lattice == Lattice(16, 16);
}

std::size_t group_count(Lattice lattice) {
  const int rows_of_group = is_sixteen(lattice) ? 4 : StrengthRows::rows_of_group;
  return std::size_t((lattice.lx() + rows_of_group - 1) / rows_of_group);
}

SweepKernels::Pair choose_sweep(Lattice lattice, SimdPath path) {
  const SweepKernels& kernels =
      choose(path, baseline::sweep_kernels, avx2::sweep_kernels, avx512::sweep_kernels);
  if (is_sixteen(lattice)) return kernels.sixteen;
  const int length = blocks(lattice);
  return kernels.rows[length <= SweepKernels::most_blocks ? length : 0];
}

const std::shared_ptr<const KernelTable>& sweep_table(const ElasticKernel& kernel) {
  if (!kernel.sweep_table) {
    kernel.sweep_table = std::make_shared<const KernelTable>(kernel, is_sixteen(kernel.zero_mean.lattice()));
  }
  return kernel.sweep_table;
}

}  // namespace

DirectEngine::DirectEngine(const ElasticKernel& kernel, SimdPath path)
    : lattice_(kernel.zero_mean.lattice()),
      kernel_(sweep_table(kernel)),
      strength_(std::size_t(lattice_.lx()) * std::size_t(blocks(lattice_)) * StrengthRows::width,
                StrengthRows::padding),
      row_least_(std::size_t(lattice_.lx()) * StrengthRows::width),
      group_least_(group_count(lattice_) * StrengthRows::width),
      found_(lattice_.sites()),
      sweep_(choose_sweep(lattice_, path)),
      rows_{.rows = lattice_.lx(),
            .columns = lattice_.ly(),
            .blocks = blocks(lattice_),
            .x = strength_.data(),
            .row_least = row_least_.data(),
            .group_least = group_least_.data(),
            .places = kernel_->places.data(),
            .kernel = kernel_->values.data(),
            .kernel_row = kernel_->row.data(),
            .last_row = 0} {}

void DirectEngine::reset(std::span<const double> strength) {
  EXPECTS(strength.size() == lattice_.sites());
  for (std::size_t i = 0; i < strength.size(); ++i) strength_[kernel_->places[i].position] = strength[i];
  least_ = sweep_.apply(rows_, nullptr, 0);
}

WeakestSite DirectEngine::weakest() {
  if (sweep_.find(rows_, least_, found_.data()) == 0) {
    throw RealizationError("a plastic strength is not a number");
  }
  const Site site = found_[0];
  return {.site = site, .strength = strength_[kernel_->places[index(site)].position]};
}

void DirectEngine::unstable(double load, std::vector<Site>& sites) {
  const auto found = unstable(load);
  sites.assign(found.begin(), found.end());
}

std::span<const Site> DirectEngine::unstable(double load) {
  return {found_.data(), sweep_.find(rows_, load, found_.data())};
}

void DirectEngine::apply(std::span<const Slip> slips) {
  least_ = sweep_.apply(rows_, slips.data(), slips.size());
}

std::span<const double> DirectEngine::strengths(std::span<double> room) {
  if (lattice_.ly() % StrengthRows::width != 0) return StrengthEngine::strengths(room);
  return strength_;
}

void DirectEngine::read(std::span<double> strength) {
  EXPECTS(strength.size() == lattice_.sites());
  const auto columns = std::size_t(lattice_.ly());
  const double* row = strength_.data();
  for (std::size_t i = 0; i < strength.size(); i += columns) {
    std::copy_n(row, columns, strength.begin() + std::ptrdiff_t(i));
    row += StrengthRows::width * std::size_t(rows_.blocks);
  }
}

}  // namespace yieldscape
