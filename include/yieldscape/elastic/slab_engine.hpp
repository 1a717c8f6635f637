#pragma once

#include <memory>
#include <string>

#include "yieldscape/core/error.hpp"
#include "yieldscape/elastic/kernel_spec.hpp"
#include "yieldscape/elastic/strength_engine.hpp"
#include "yieldscape/parallel/communicator.hpp"

namespace yieldscape {

/// Another rank of the group cannot go on; the message is its own.
struct PartnerFailure : RealizationError {
  using RealizationError::RealizationError;
};

/// The elastic kernel of one parameter point as a group of ranks keeps it, and the engines that share a
/// lattice by means of it. Each rank keeps a slab of whole blocks of 32 rows (a slab of the lattice has no
/// fewer) and is an interval engine there: see IntervalEngine. Which sites yield, and every bit of every
/// strength, are those of one interval engine for the whole lattice, for any number of ranks.
///
/// Per round the ranks gather the slips (24 bytes each) and all of them take all; per load they agree on the
/// weakest site; a flush is two exchanges of half the spectrum. Memory of a rank, bytes per site of its slab:
/// about 36 here (strengths 8.6, modes 8 by column and 8 by mode, kernel modes 4, bounds). What does not fall
/// with the number of ranks: the far kernel, 2 bytes per site of the lattice, once on each node; far bounds,
/// 0.2 (0.4 where a length is no multiple of 32); pending slips. A `file` kernel is kept whole by each rank.
class SlabKernel {
 public:
  /// Collective. Needs interval_engine_fits(lattice). Throws as elastic_kernel does, on all ranks alike.
  SlabKernel(const Communicator& group, Lattice lattice, const Moduli& moduli, const KernelSpec& spec);
  ~SlabKernel();
  SlabKernel(const SlabKernel&) = delete;
  SlabKernel& operator=(const SlabKernel&) = delete;

  /// Collective. The engine of this rank; it must not outlive the kernel.
  [[nodiscard]] std::unique_ptr<StrengthEngine> make_engine(SimdPath path = best_simd_path()) const;

  /// Σ G(r)² of the zero-mean part, in the order of sites.
  [[nodiscard]] double square_sum() const;
  /// Collective. The stress that the zero-mean part makes on this rank's rows of slips on all rows, of which
  /// this rank brings its own. Memory: 5 numbers per site of the slab and one fourth per site of the lattice.
  [[nodiscard]] Field convolve(const Field& slips) const;

  /// All ranks call it where they agree that nobody has failed; throws PartnerFailure otherwise. Engines do
  /// so in whatever they ask each other; needed before any other collective call of the group.
  void check() const;
  /// A rank that an exception other than PartnerFailure keeps from going on calls it instead: what all others
  /// call next throws. Returns what the lowest failed rank says, the same on every rank.
  [[nodiscard]] std::string fail(const std::string& why) const;

  /// Bytes of an engine of this kernel, on this rank; the far kernel of the node left out.
  [[nodiscard]] static std::size_t bytes(const StrengthEngine& engine);

 private:
  struct Parts;
  std::unique_ptr<const Parts> parts_;
};

/// The rows that a rank of a group keeps.
[[nodiscard]] LatticePart slab_of(Lattice lattice, int rank, int ranks);

}  // namespace yieldscape
