#include "draw_kernels.hpp"

#include "inverse_cdf_lanes.hpp"
#include "yieldscape/random/lanes.hpp"
#include "yieldscape/random/streams.hpp"

namespace yieldscape::YIELDSCAPE_SIMD {
namespace {

YIELDSCAPE_LANES void store_draws(const DrawSource& source, UniformPairs<Doubles> u, double* draws) {
  store(draws, evaluate(source.shape, u.first));
  store(draws + Doubles::lanes, evaluate(source.renewed, u.second));
}

void renewals(const DrawSource& source, std::uint32_t site, std::uint32_t first_visit, double* draws) {
  const auto u = philox<Doubles>(source.key, Words::count_from(first_visit), Words::splat(site),
                                 source.realization, std::uint32_t(Stream::renewal));
  store_draws(source, u, draws);
}

void first_renewals(const DrawSource& source, std::uint32_t site_a, double* draws_a, std::uint32_t site_b,
                    double* draws_b) {
  using Both = Two<Doubles>;
  const Words visit = Words::count_from(0);
  const auto u = philox<Both>(source.key, {visit, visit}, {Words::splat(site_a), Words::splat(site_b)},
                              source.realization, std::uint32_t(Stream::renewal));
  store_draws(source, {u.first.lo, u.second.lo}, draws_a);
  store_draws(source, {u.first.hi, u.second.hi}, draws_b);
}

void initial_thresholds(const DrawSource& source, std::uint32_t first_site, double* thresholds) {
  const auto u = philox<Doubles>(source.key, Words::splat(0), Words::count_from(first_site),
                                 source.realization, std::uint32_t(Stream::initial_threshold));
  store(thresholds, evaluate(source.initial, u.second));
}

}  // namespace

extern const DrawKernels draw_kernels;  // NOLINT(readability-redundant-declaration): a constant of all files
constinit const DrawKernels draw_kernels{
    .renewals = renewals, .first_renewals = first_renewals, .initial_thresholds = initial_thresholds};

}  // namespace yieldscape::YIELDSCAPE_SIMD
