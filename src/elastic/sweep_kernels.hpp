#pragma once

#include <cstdint>

#include "yieldscape/core/simd.hpp"
#include "yieldscape/elastic/strength_engine.hpp"

namespace yieldscape {

/// Where a site's strength and the kernel centred on it are found.
struct SitePlace {
  std::uint32_t position;  ///< in the padded strengths
  std::uint32_t row;       ///< x
  std::uint64_t kernel;    ///< element of the kernel table that belongs to column y = 0 of row offset 0
};

/// The strengths of a lattice as the sweeps see them: rows padded to whole blocks of eight columns, padding
/// so large that it never yields, and beside them the least strengths of groups of cells, lane by lane.
struct StrengthRows {
  static constexpr double padding = 1e300;
  static constexpr int width = 8;  ///< columns of a block
  static constexpr int rows_of_group = 8;

  int rows;                        ///< Lx
  int columns;                     ///< Ly
  int blocks;                      ///< of eight columns, in a row
  double* x;                       ///< shape [rows, 8 blocks]
  double* row_least;               ///< shape [rows, 8]: least of each lane; not kept for 16 x 16
  double* group_least;             ///< of eight rows, shape [groups, 8]; of four for 16 x 16
  const SitePlace* places;         ///< shape [sites]
  const double* kernel;            ///< −G, see KernelTable
  const std::int64_t* kernel_row;  ///< place of the row at offset d = −Lx … Lx − 1, at [Lx + d]
  int last_row;                    ///< where the last sweep ended
};

/// Sweeps over all strengths. `apply` gives each slipping site its jump, then adds the slips, up to eight in
/// one pass, so that every x gets its additions in the order of the slips; it returns the least strength.
/// `find` writes all sites with x <= level, in increasing order, and returns their number.
struct SweepKernels {
  static constexpr int slips_in_pass = 8;
  using Apply = double (*)(StrengthRows& rows, const Slip* slips, std::size_t count);
  using Find = std::size_t (*)(const StrengthRows& rows, double level, Site* sites);
  struct Pair {
    Apply apply;
    Find find;
  };

  static constexpr int most_blocks = 4;
  Pair sixteen;                ///< 16 x 16; four groups of four rows
  Pair rows[most_blocks + 1];  ///< any shape; [n] for rows of n blocks, [0] for longer ones
};

namespace baseline {
extern const SweepKernels sweep_kernels;
}
namespace avx2 {
extern const SweepKernels sweep_kernels;
}
namespace avx512 {
extern const SweepKernels sweep_kernels;
}

}  // namespace yieldscape
