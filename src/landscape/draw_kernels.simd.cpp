#include "draw_kernels.hpp"

#include "inverse_cdf_lanes.hpp"
#include "yieldscape/random/lanes.hpp"
#include "yieldscape/random/streams.hpp"

namespace yieldscape::YIELDSCAPE_SIMD {
namespace {

using Sixteen = Two<Doubles>;
using SixteenWords = Sixteen::Words;

// The draws `first` … `first` + 7 of a batch.
YIELDSCAPE_LANES void store_draws(const DrawSource& source, UniformPairs<Doubles> u, DrawBatch& draws,
                                  int first) {
  store(draws.shape + first, evaluate(source.shape, u.first));
  store(draws.threshold + first, evaluate(source.renewed, u.second));
}

void renewals(const DrawSource& source, std::uint32_t site, std::uint32_t first_visit, DrawBatch& draws) {
  const auto u = philox<Sixteen>(source.key, SixteenWords::count_from(first_visit), SixteenWords::splat(site),
                                 source.realization, std::uint32_t(Stream::renewal));
  store_draws(source, {u.first.lo, u.second.lo}, draws, 0);
  store_draws(source, {u.first.hi, u.second.hi}, draws, Doubles::lanes);
}

void first_renewals(const DrawSource& source, std::uint32_t site_a, DrawBatch& draws_a, std::uint32_t site_b,
                    DrawBatch& draws_b) {
  const Words visit = Words::count_from(0);
  const auto u = philox<Sixteen>(source.key, {visit, visit}, {Words::splat(site_a), Words::splat(site_b)},
                                 source.realization, std::uint32_t(Stream::renewal));
  store_draws(source, {u.first.lo, u.second.lo}, draws_a, Doubles::lanes);
  store_draws(source, {u.first.hi, u.second.hi}, draws_b, Doubles::lanes);
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
