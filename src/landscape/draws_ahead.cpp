#include "yieldscape/landscape/draws_ahead.hpp"

#include "draw_kernels.hpp"

namespace yieldscape {

DrawsAhead::DrawsAhead(const DrawKernels& kernels, const DrawSource& source, std::size_t sites)
    : kernels_(&kernels),
      source_(std::make_shared<const DrawSource>(source)),
      batch_of_(sites, 0),
      batches_(sites) {}

DrawsAhead::DrawsAhead(const DrawsAhead& other)
    : kernels_(other.kernels_),
      source_(other.source_),
      batch_of_(other.batch_of_.size(), 0),
      batches_(other.batches_.size()) {}

void DrawsAhead::fill(Site site, std::uint32_t number) {
  const std::uint32_t first_visit = (number - 1) * DrawBatch::visits - visits_before;
  kernels_->renewals(*source_, std::uint32_t(site), first_visit, batches_[index(site)]);
  batch_of_[index(site)] = number;
}

void DrawsAhead::fill_asked(Site site, std::uint32_t number) {
  // A neighbour of a site that slips for the first time is likely to slip soon.
  const auto neighbour = Site(std::uint32_t(site) ^ 1U);
  if (number != 1 || !covers(neighbour) || batch_of_[index(neighbour)] != 0) return fill(site, number);
  kernels_->first_renewals(*source_, std::uint32_t(site), batches_[index(site)], std::uint32_t(neighbour),
                           batches_[index(neighbour)]);
  batch_of_[index(site)] = 1;
  batch_of_[index(neighbour)] = 1;
}

}  // namespace yieldscape
