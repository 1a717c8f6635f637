#include "yieldscape/elastic/propagator.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numbers>
#include <ranges>
#include <stdexcept>
#include <vector>

#include "even_kernel.hpp"
#include "fourier.hpp"
#include "yieldscape/core/aligned.hpp"
#include "yieldscape/elastic/strength_engine.hpp"

namespace yieldscape {
namespace {

// One axis of a mode: n of a length L, with n = L/2 the Nyquist mode of an even L.
struct Axis {
  double q;
  bool nyquist;
};

Axis axis(int n, int length) {
  const int folded = 2 * n <= length ? n : n - length;
  return {.q = 2 * std::numbers::pi * folded / length, .nyquist = 2 * n == length};
}

// X Y/(X + Y)² of the propagator, at most 1/4.
double anisotropy(KernelForm form, const Axis& x, const Axis& y) {
  double a = 0;
  double b = 0;
  switch (form) {
    case KernelForm::continuum:
      a = x.q * x.q;
      b = y.q * y.q;
      break;
    case KernelForm::laplacian:
      a = 2 - 2 * std::cos(x.q);
      b = 2 - 2 * std::cos(y.q);
      break;
    case KernelForm::rotated:
      if (x.nyquist && y.nyquist) return 0.25;  // the limit along the diagonal
      if (x.nyquist || y.nyquist) return 0;     // one of X, Y infinite
      a = std::pow(std::tan(x.q / 2), 2);
      b = std::pow(std::tan(y.q / 2), 2);
      break;
    case KernelForm::file:
      break;
  }
  return a + b > 0 ? a * b / ((a + b) * (a + b)) : 0;
}

// The transform rounds mirror images differently in the last bit: take each from one representative.
void make_symmetric(Field& kernel) {
  const Lattice lattice = kernel.lattice();
  const bool square = lattice.lx() == lattice.ly();
  const auto folded = [](int i, int length) { return std::min(i, length - i); };
  const Field original = kernel;
  for (int x = 0; x < lattice.lx(); ++x) {
    for (int y = 0; y < lattice.ly(); ++y) {
      const int a = folded(x, lattice.lx());
      const int b = folded(y, lattice.ly());
      kernel.at(x, y) = square ? original.at(std::min(a, b), std::max(a, b)) : original.at(a, b);
    }
  }
}

// Lattices too large for the direct engine are transformed line by line and folded.
Field folded_kernel(Lattice lattice, double effective_modulus, KernelForm form) {
  const OffsetTable table = even_kernel(lattice, effective_modulus, form);
  Field kernel(lattice);
  for (int x = 0; x < lattice.lx(); ++x) {
    for (int y = 0; y < lattice.ly(); ++y) kernel.at(x, y) = table.at(y, x);
  }
  return kernel;
}

Field analytic_kernel(Lattice lattice, double effective_modulus, KernelForm form) {
  if (interval_engine_fits(lattice)) return folded_kernel(lattice, effective_modulus, form);
  const int half = lattice.ly() / 2 + 1;
  std::vector<double> spectrum;
  spectrum.reserve(std::size_t(lattice.lx()) * std::size_t(half));
  for (int n = 0; n < lattice.lx(); ++n) {
    for (int m = 0; m < half; ++m) {
      spectrum.push_back(-8 * effective_modulus *
                         anisotropy(form, axis(n, lattice.lx()), axis(m, lattice.ly())));
    }
  }
  Field kernel = inverse_even_transform(lattice, spectrum);
  make_symmetric(kernel);
  return kernel;
}

Field tabulated_kernel(Lattice lattice, const KernelSpec& spec) {
  if (!spec.table) throw std::invalid_argument("a file kernel needs a table");
  if (spec.table->lattice() != lattice) {
    throw std::invalid_argument(fmt::format("the kernel table has shape [{}, {}], the lattice [{}, {}]",
                                            spec.table->lattice().lx(), spec.table->lattice().ly(),
                                            lattice.lx(), lattice.ly()));
  }
  Field kernel = *spec.table;
  for (const double value : kernel.span()) {
    if (!std::isfinite(value))
      throw std::invalid_argument("the kernel table holds a number that is not finite");
  }
  const double average = mean(kernel.span());
  for (double& value : kernel.span()) value -= average;
  return kernel;
}

}  // namespace

FarFolding even_kernel_folding(Lattice lattice) noexcept {
  return lattice.lx() == lattice.ly() ? FarFolding::octant : FarFolding::quadrant;
}

OffsetTable even_kernel(Lattice lattice, double effective_modulus, KernelForm form) {
  const Lattice exchanged(lattice.ly(), lattice.lx());
  const FarFolding folding = even_kernel_folding(lattice);
  OffsetTable table(exchanged, folding, shared_zeros(OffsetTable::size(exchanged, folding)));
  fill_even_kernel(table, effective_modulus, form, {.rank = 0, .size = 1, .wait_for_all = [] {}});
  return table;
}

void fill_even_kernel(OffsetTable& table, double effective_modulus, KernelForm form, const Workers& workers) {
  const Lattice lattice = table.lattice();
  EvenLine along_a(lattice.lx());
  EvenLine along_b(lattice.ly());
  const auto own = [&](const EvenLine& across) {
    return share_of(std::int32_t(across.size()), workers.rank, workers.size);
  };
  for (const BlockShare share = own(along_b);
       std::int32_t m : std::views::iota(share.first, share.first + share.count)) {
    for (std::size_t n = 0; n < along_a.size(); ++n) {
      along_a.set(
          n, -8 * effective_modulus * anisotropy(form, axis(int(n), lattice.lx()), axis(m, lattice.ly())));
    }
    const auto values = along_a.transform();
    for (std::size_t a = 0; a < values.size(); ++a) table.row(int(a))[m] = values[a];
  }
  workers.wait_for_all();
  for (const BlockShare share = own(along_a);
       std::int32_t a : std::views::iota(share.first, share.first + share.count)) {
    double* row = table.row(a);
    for (std::size_t m = 0; m < along_b.size(); ++m) along_b.set(m, row[m]);
    const auto values = along_b.transform();
    for (std::size_t b = 0; b < values.size(); ++b) row[b] = values[b] / double(lattice.sites());
  }
  workers.wait_for_all();
}

void check_moduli(const Moduli& moduli) {
  if (!(moduli.shear_modulus > 0 && moduli.bulk_modulus > 0) || !std::isfinite(moduli.shear_modulus)) {
    throw std::invalid_argument(fmt::format("moduli must be positive: shear_modulus {}, bulk_modulus {}",
                                            moduli.shear_modulus, moduli.bulk_modulus));
  }
}

double local_factor(double local, const Moduli& moduli) {
  if (!(local < 0)) {
    throw std::invalid_argument(
        fmt::format("kernel normalization `local` needs a negative local value, this kernel has {}", local));
  }
  return -moduli.effective_modulus() / local;
}

ElasticKernel elastic_kernel(Lattice lattice, const Moduli& moduli, const KernelSpec& spec) {
  check_moduli(moduli);
  ElasticKernel kernel{
      .zero_mean = spec.form == KernelForm::file
                       ? tabulated_kernel(lattice, spec)
                       : analytic_kernel(lattice, moduli.effective_modulus(), spec.form),
      .uniform = -2 * moduli.shear_modulus / double(lattice.sites()),
  };
  if (spec.normalization == KernelNormalization::local) {
    const double factor = local_factor(kernel.zero_mean[Site(0)], moduli);
    for (double& value : kernel.zero_mean.span()) value *= factor;
  }
  return kernel;
}

}  // namespace yieldscape
