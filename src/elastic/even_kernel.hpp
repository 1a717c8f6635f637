#pragma once

#include <functional>

#include "interval_partners.hpp"
#include "offset_table.hpp"
#include "yieldscape/elastic/kernel_spec.hpp"

namespace yieldscape {

/// Several who fill one table in memory that they share.
struct Workers {
  int rank;
  int size;
  std::function<void()> wait_for_all;  ///< until everyone has come here, and what they wrote can be seen
};

[[nodiscard]] FarFolding even_kernel_folding(Lattice lattice) noexcept;

/// The zero-mean part of G of an analytic form, raw, axes exchanged (see IntervalKernel), for lattices on
/// which the interval engine fits. Two passes of one-dimensional transforms over a quadrant: a line's bits
/// depend on nothing but its length and its numbers, so any number of workers fills in the same ones.
[[nodiscard]] OffsetTable even_kernel(Lattice lattice, double effective_modulus, KernelForm form);

/// Fills a table of the lattice with exchanged axes and that folding. All workers call it.
void fill_even_kernel(OffsetTable& table, double effective_modulus, KernelForm form, const Workers& workers);

/// Throws std::invalid_argument unless they are positive.
void check_moduli(const Moduli& moduli);

/// By what `local` normalization scales a kernel of this local value; throws std::invalid_argument if it is
/// not negative.
[[nodiscard]] double local_factor(double local, const Moduli& moduli);

}  // namespace yieldscape
