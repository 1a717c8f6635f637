#pragma once

#include <limits>

#include "interval_bounds.hpp"
#include "interval_flush.hpp"
#include "interval_kernel.hpp"
#include "interval_layout.hpp"
#include "interval_near.hpp"
#include "interval_partners.hpp"
#include "interval_sum.hpp"
#include "yieldscape/core/simd.hpp"
#include "yieldscape/elastic/strength_engine.hpp"

namespace yieldscape {

/// Of a cell that is not there: no bound reaches it.
constexpr double infinity = std::numeric_limits<double>::infinity();

/// Exact strengths at a cost per slip that grows like N, not N². K = −G is cut into K_near, inside a window
/// about the slip, and K_far. The near part of a slip is added to every cell at once. The far part is not
/// added but bounded: for a tile, W = Σ ε_0 · least K_far over its cells, summed over the slips since the
/// last flush. Each cell keeps one number y with
///
///     y + W − margin <= x                                             (the invariant)
///
/// so a cell whose bound is above the load is stable for sure. One whose bound is not is summed over the
/// slips: x = base + Σ ε_0 K_far(cell − slip), and y is raised until the bound is tight. When such sums have
/// cost as much as an FFT (by count, never by the clock), one convolution adds the far field of all pending
/// slips to all cells: a flush. Reading the strengths flushes too: an engine reset to strengths that were
/// read goes on in the same bits. With the same slips, queries and reads the bits are the same on every
/// processor.
///
/// A lattice can be kept in parts, one engine each, who ask each other for what they lack: which slips there
/// are in a round, whose weakest site is the weakest, modes for columns in a flush. What is done to a cell,
/// and in which order, does not depend on the cut: the bits are those of one engine for the whole.
class IntervalEngine final : public StrengthEngine {
 public:
  /// Needs interval_engine_fits(lattice). Cost: tables of Lx Ly numbers and an FFT.
  explicit IntervalEngine(const ElasticKernel& kernel, SimdPath set = best_simd_path());

  /// Keeps the part of the lattice that is its own among the partners: see part_of.
  IntervalEngine(const IntervalKernel& kernel, const std::shared_ptr<Partners>& partners, SimdPath set);

  /// The rows of rank `rank` of `size`: whole blocks of 32 rows, evenly dealt.
  [[nodiscard]] static LatticePart part_of(Lattice lattice, int rank, int size) noexcept;

  [[nodiscard]] LatticePart part() const noexcept override { return part_; }
  [[nodiscard]] bool is_shared() const noexcept override { return partners_ != nullptr; }
  std::span<const Slip> gather(std::span<const Slip> own) override;
  [[nodiscard]] std::uint64_t total(std::uint64_t own) override;

  void reset(std::span<const double> strength) override;
  WeakestSite weakest() override;
  using StrengthEngine::unstable;
  void unstable(double load, std::vector<Site>& sites) override;
  void apply(std::span<const Slip> slips) override;
  void read(std::span<double> strength) override;

  /// Comparisons whose sides were closer than the worst rounding of the present sums and bounds, and of the
  /// flushes since the last read, these added as independent errors.
  [[nodiscard]] std::uint64_t near_ties() const noexcept override { return near_ties_; }

  /// Memory of this part's arrays, the far table that partners on a node share left out.
  [[nodiscard]] std::size_t bytes() const noexcept;

  /// For tests: the bounds that stand for each site at the three levels, shape [Lx, Ly], without flushing.
  struct LowerBounds {
    std::vector<double> cell;
    std::vector<double> tile;
    std::vector<double> block;
  };
  [[nodiscard]] LowerBounds lower_bounds() const;

 private:
  /// A cell summed since the last flush: `far` = Σ ε_0 K_far over the first `summed` pending slips, `raise`
  /// is what its y was raised by.
  struct Look {
    std::uint32_t cell;
    std::int32_t next;  ///< of the same tile, −1: none
    std::size_t summed;
    double far;
    double raise;
  };
  /// The search for the weakest cell so far.
  struct Search {
    WeakestSite weakest;
    double runner_up;
  };
  [[nodiscard]] static Search merged(const Search& a, const Search& b) noexcept;
  /// The block whose bound is the least, of equals the first.
  struct LowestBlock {
    double bound;
    std::int64_t number;
    std::int64_t slot;  ///< here; −1: kept by another part, or there is none
  };
  [[nodiscard]] LowestBlock lowest_block();
  [[nodiscard]] LowestBlock lowest_of_all(const LowestBlock& own);
  [[nodiscard]] Search merged_of_all(const Search& own);

  IntervalEngine(const IntervalKernel& kernel, LatticePart part, BlockColumns own,
                 std::shared_ptr<Partners> partners, SimdPath set);

  [[nodiscard]] static SitePair place(const TileLayout::Block& block, std::uint32_t cell) noexcept;
  [[nodiscard]] Site site(const TileLayout::Block& block, std::uint32_t cell) const noexcept;
  /// Rounding of a bound or a sum, compared with a number of this magnitude.
  [[nodiscard]] double margin(double compared) const noexcept;
  /// How far apart two numbers must be for their order to be beyond doubt.
  [[nodiscard]] double doubt(double compared) const noexcept;
  /// Bounds up to here may hide a strength that is at most `compared`, or in doubt; finite, so that cells
  /// past the seam stay out.
  [[nodiscard]] double open_limit(double compared) const noexcept;

  [[nodiscard]] std::int32_t find_look(std::uint32_t cell) const noexcept;
  struct ExactStrength {
    double strength;
    bool was_tight;  ///< the bound, before
  };
  /// Strength of a cell; its bound becomes tight.
  ExactStrength exact(std::size_t slot, std::uint32_t cell);

  /// Whether the cell's bound was tight before.
  bool consider(Search& search, std::size_t slot, std::uint32_t cell);
  void search_block(Search& search, std::size_t slot);
  void search_tile(Search& search, std::size_t slot, std::int32_t tile);

  void spread(const Slip& slip);
  void rekey_near_blocks(int x, int y);
  void flush();
  void restart_bounds();

  LatticePart part_;
  std::shared_ptr<Partners> partners_;  ///< null if this part is the whole
  // From here on axes are exchanged: x along the lattice's y, y along its x (see IntervalKernel).
  TileLayout layout_;
  const IntervalSweeps* sweeps_;
  NearField near_;
  FarBounds bounds_;
  OffsetTable far_;
  double largest_far_;
  FarFlush far_flush_;
  double work_limit_;  ///< counted work of sums that a flush is worth

  AlignedArray<double> cells_;            ///< y
  AlignedArray<double> tile_keys_;        ///< least y of a tile; infinite for tiles past the seam
  AlignedArray<double> tile_bounds_;      ///< W of the blocks around each slip
  AlignedArray<double> block_keys_;       ///< least of key + bound of a block's tiles, by slot
  AlignedArray<double> block_bounds_;     ///< W of all other blocks, by slot
  std::vector<std::int32_t> first_look_;  ///< of a tile
  std::vector<Look> looks_;
  PendingSlips pending_;
  double work_ = 0;  ///< of sums, here, since the last flush; a whole number, as exact as a sum of parts
  double total_work_ = 0;     ///< of all parts, at the last gathering
  double flushed_doubt_ = 0;  ///< squared, summed over the flushes since the last read
  std::uint64_t near_ties_ = 0;
  std::uint64_t own_ties_ = 0;  ///< found here, not gathered yet

  std::vector<Slip> gathered_;
  std::vector<std::byte> received_;
  std::vector<std::uint32_t> open_slots_;
};

}  // namespace yieldscape
