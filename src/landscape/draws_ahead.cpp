#include "yieldscape/landscape/draws_ahead.hpp"

#include "draw_kernels.hpp"

namespace yieldscape {

DrawsAhead::DrawsAhead(const DrawKernels& kernels, const DrawSource& source, std::size_t sites)
    : kernels_(&kernels),
      source_(std::make_shared<const DrawSource>(source)),
      batch_of_(sites, 0),
      draws_(2 * visits * sites) {
  static_assert(visits == DrawKernels::batch);
}

DrawsAhead::DrawsAhead(const DrawsAhead& other)
    : kernels_(other.kernels_),
      source_(other.source_),
      batch_of_(other.batch_of_.size(), 0),
      draws_(other.draws_.size()) {}

void DrawsAhead::fill(Site site, std::uint32_t batch) {
  kernels_->renewals(*source_, std::uint32_t(site), (batch - 1) * visits, draws_of(site));
  batch_of_[index(site)] = batch;
}

void DrawsAhead::fill_asked(Site site, std::uint32_t batch) {
  // A neighbour of a site that slips for the first time is likely to slip soon.
  const auto neighbour = Site(std::uint32_t(site) ^ 1U);
  if (batch != 1 || !covers(neighbour) || batch_of_[index(neighbour)] != 0) return fill(site, batch);
  kernels_->first_renewals(*source_, std::uint32_t(site), draws_of(site), std::uint32_t(neighbour),
                           draws_of(neighbour));
  batch_of_[index(site)] = 1;
  batch_of_[index(neighbour)] = 1;
}

}  // namespace yieldscape
