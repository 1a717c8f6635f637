#include "yieldscape/elastic/slab_engine.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "even_kernel.hpp"
#include "interval_engine.hpp"
#include "interval_kernel.hpp"
#include "lane_convolution.hpp"
#include "slab_partners.hpp"
#include "yieldscape/core/aligned.hpp"
#include "yieldscape/parallel/node_array.hpp"

namespace yieldscape {
namespace {

// Divides the filling of the node's table among the ranks of the node.
IntervalKernel analytic(NodeArray& array, Lattice lattice, const Moduli& moduli, const KernelSpec& spec) {
  const Workers workers{.rank = array.node().rank(), .size = array.node().size(), .wait_for_all = [&] {
                          array.wait_for_all();
                        }};
  OffsetTable table(Lattice(lattice.ly(), lattice.lx()), even_kernel_folding(lattice), array.values());
  fill_even_kernel(table, moduli.effective_modulus(), spec.form, workers);
  const bool scaled = spec.normalization == KernelNormalization::local;
  const double factor = scaled ? local_factor(table.at(0, 0), moduli) : 1;
  workers.wait_for_all();
  const BlockShare own = share_of(table.rows(), workers.rank, workers.size);
  for (int a = own.first; a < own.first + own.count; ++a) {
    double* row = table.row(a);
    for (int b = 0; b < table.stride(); ++b) row[b] = -(scaled ? row[b] * factor : row[b]);
  }
  workers.wait_for_all();
  NearWindow near = near_window(table);
  workers.wait_for_all();
  if (workers.rank == 0) clear_near_window(table);
  workers.wait_for_all();
  return {.near = std::move(near), .far = std::move(table)};
}

// The engine's kernel is −G, cut in two.
double zero_mean_at(const IntervalKernel& kernel, int a, int b) {
  const Lattice lattice = kernel.lattice();
  const auto nearest = [](int i, int length) { return 2 * i > length ? i - length : i; };
  const int near_a = nearest(a, lattice.lx());
  const int near_b = nearest(b, lattice.ly());
  const int radius = kernel.near.radius();
  const bool is_near = std::max(std::abs(near_a), std::abs(near_b)) <= radius;
  return -(is_near ? kernel.near.at(near_a, near_b) : kernel.far.at(a, b));
}

}  // namespace

struct SlabKernel::Parts {
  Parts(const Communicator& group, Lattice lattice, const Moduli& moduli, const KernelSpec& spec)
      : partners(std::make_shared<SlabPartners>(group)) {
    check_moduli(moduli);
    if (spec.form == KernelForm::file) {
      kernel.emplace(interval_kernel(elastic_kernel(lattice, moduli, spec).zero_mean));
      return;
    }
    const Lattice exchanged(lattice.ly(), lattice.lx());
    table.emplace(group, OffsetTable::size(exchanged, even_kernel_folding(lattice)));
    kernel.emplace(analytic(*table, lattice, moduli, spec));
  }

  std::shared_ptr<SlabPartners> partners;
  std::optional<NodeArray> table;
  std::optional<IntervalKernel> kernel;
};

SlabKernel::SlabKernel(const Communicator& group, Lattice lattice, const Moduli& moduli,
                       const KernelSpec& spec)
    : parts_(std::make_unique<const Parts>(group, lattice, moduli, spec)) {}
SlabKernel::~SlabKernel() = default;

std::unique_ptr<StrengthEngine> SlabKernel::make_engine(SimdPath path) const {
  return std::make_unique<IntervalEngine>(*parts_->kernel, parts_->partners, path);
}

double SlabKernel::square_sum() const {
  const Lattice exchanged = parts_->kernel->lattice();
  double sum = 0;
  for (int x = 0; x < exchanged.ly(); ++x) {
    for (int y = 0; y < exchanged.lx(); ++y) {
      const double g = zero_mean_at(*parts_->kernel, y, x);
      sum += g * g;
    }
  }
  return sum;
}

Field SlabKernel::convolve(const Field& slips) const {
  const OffsetTable& far = parts_->kernel->far;
  OffsetTable whole(far.lattice(), far.folding(),
                    shared_zeros(OffsetTable::size(far.lattice(), far.folding())));
  for (int a = 0; a < whole.rows(); ++a) {
    for (int b = 0; b < whole.stride(); ++b) {
      if (whole.folding() != FarFolding::octant || b <= a)
        whole.set(a, b, zero_mean_at(*parts_->kernel, a, b));
    }
  }
  return lane_convolution(whole, slips, parts_->partners.get());
}

void SlabKernel::check() const {
  parts_->partners->check();
}

std::string SlabKernel::fail(const std::string& why) const {
  return parts_->partners->fail(why);
}

std::size_t SlabKernel::bytes(const StrengthEngine& engine) {
  const auto* interval = dynamic_cast<const IntervalEngine*>(&engine);
  return interval != nullptr ? interval->bytes() : 0;
}

LatticePart slab_of(Lattice lattice, int rank, int ranks) {
  return IntervalEngine::part_of(lattice, rank, ranks);
}

}  // namespace yieldscape
