#include "yieldscape/landscape/landscape.hpp"

#include <algorithm>

#include "draw_kernels.hpp"

namespace yieldscape {
namespace {

// Beyond this elasticity costs so much more than a draw that making them one by one is no loss.
constexpr std::size_t most_sites_ahead = 128 * 128;

const DrawKernels& draw_kernels(SimdPath path) {
  return choose(path, baseline::draw_kernels, avx2::draw_kernels, avx512::draw_kernels);
}

DrawSource source(const LandscapeLaws& laws, const RandomNumbers& random) {
  const auto form = [](const InverseCdf* law) { return law ? *law : InverseCdf{}; };
  return {.key = random.key(),
          .realization = random.realization(),
          .initial = form(laws.initial.inverse_cdf()),
          .shape = laws.slip.shape(),
          .renewed = form(laws.renewed.inverse_cdf())};
}

}  // namespace

Landscape::Landscape(const LandscapeLaws& laws, RandomNumbers random, std::size_t sites, SimdPath path)
    : laws_(&laws), random_(random), path_(path) {
  if (sites <= most_sites_ahead && laws.renewed.inverse_cdf()) {
    ahead_ = DrawsAhead(draw_kernels(path), source(laws, random), sites);
  }
}

void Landscape::initial_thresholds(Site first, std::span<double> thresholds) const {
  const auto site = [&](std::size_t i) { return std::uint32_t(index(first) + i); };
  if (!laws_->initial.inverse_cdf()) {
    for (std::size_t i = 0; i < thresholds.size(); ++i) {
      thresholds[i] = initial_threshold(Site(site(i)), 0);
    }
    return;
  }
  const DrawSource from = source(*laws_, random_);
  const DrawKernels& kernels = draw_kernels(path_);
  const std::size_t whole = thresholds.size() / DrawKernels::sites_at_once * DrawKernels::sites_at_once;
  for (std::size_t i = 0; i < whole; i += DrawKernels::sites_at_once) {
    kernels.initial_thresholds(from, site(i), thresholds.data() + i);
  }
  double rest[DrawKernels::sites_at_once];
  kernels.initial_thresholds(from, site(whole), rest);
  std::copy_n(rest, thresholds.size() - whole, thresholds.begin() + std::ptrdiff_t(whole));
}

Renewal Landscape::lone_renewal(Site site, std::uint32_t visit, double threshold) const {
  const UniformPair u = random_(Stream::renewal, site, visit);
  return {.slip = laws_->slip(u.first, threshold), .threshold = laws_->renewed.quantile(u.second)};
}

}  // namespace yieldscape
