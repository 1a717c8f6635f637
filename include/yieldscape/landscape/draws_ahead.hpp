#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "yieldscape/core/aligned.hpp"
#include "yieldscape/core/lattice.hpp"
#include "yieldscape/landscape/draw_batch.hpp"

namespace yieldscape {

struct DrawSource;
struct DrawKernels;

/// The random part of a renewal: it knows nothing of the state of its site.
struct RenewalDraw {
  double shape;      ///< of the slip: ε_0 in units of its mean
  double threshold;  ///< σ_c after the slip, LJ stress
};

/// Draws of sixteen visits in a row for each site, made together; of the first eight visits at first, so that
/// short runs draw no more. A cache of a pure function of (site, visit): it is filled when a site or its
/// neighbour first asks, when its last visit is taken, and whenever a visit outside the batch is asked for.
/// Filling before the need keeps the wait for the next sixteen out of the avalanche. Memory: 260 bytes a
/// site, of which 256 only for sites that slip and their neighbours.
class DrawsAhead {
 public:
  /// Covers no site.
  DrawsAhead() = default;
  DrawsAhead(const DrawKernels& kernels, const DrawSource& source, std::size_t sites);

  /// A copy covers the same sites and has drawn nothing yet.
  DrawsAhead(const DrawsAhead& other);
  DrawsAhead& operator=(const DrawsAhead& other) { return *this = DrawsAhead(other); }
  DrawsAhead(DrawsAhead&&) = default;
  DrawsAhead& operator=(DrawsAhead&&) = default;
  ~DrawsAhead() = default;

  [[nodiscard]] bool covers(Site site) const noexcept { return index(site) < batch_of_.size(); }

  /// Cost: 2 ns, and 90 ns every sixteenth visit.
  [[nodiscard]] RenewalDraw draw(Site site, std::uint32_t visit) {
    const std::uint32_t place = visit + visits_before;
    const std::uint32_t number = place / DrawBatch::visits + 1;
    const std::uint32_t i = place % DrawBatch::visits;
    if (batch_of_[index(site)] != number) [[unlikely]]
      fill_asked(site, number);
    const DrawBatch& batch = batches_[index(site)];
    const RenewalDraw draw{.shape = batch.shape[i], .threshold = batch.threshold[i]};
    if (i == DrawBatch::visits - 1) fill(site, number + 1);
    return draw;
  }

 private:
  static constexpr std::uint32_t visits_before = 8;  ///< places of the first batch that belong to no visit
  void fill(Site site, std::uint32_t number);
  void fill_asked(Site site, std::uint32_t number);

  const DrawKernels* kernels_ = nullptr;
  std::shared_ptr<const DrawSource> source_;
  std::vector<std::uint32_t> batch_of_;  ///< number of the batch held, counted from 1; 0: none
  AlignedArray<DrawBatch> batches_;      ///< shape [site]
};

}  // namespace yieldscape
