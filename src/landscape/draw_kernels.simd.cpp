#include "draw_kernels.hpp"

#include "inverse_cdf_lanes.hpp"
#include "yieldscape/random/lanes.hpp"
#include "yieldscape/random/streams.hpp"

namespace yieldscape::YIELDSCAPE_SIMD {
namespace {

void renewals(const DrawSource& source, std::uint32_t site, std::uint32_t first_visit, double* draws) {
  const auto u = philox<Doubles>(source.key, Words::count_from(first_visit), Words::splat(site),
                                 source.realization, std::uint32_t(Stream::renewal));
  store(draws, evaluate(source.shape, u.first));
  store(draws + Doubles::lanes, evaluate(source.renewed, u.second));
}

void first_renewals(const DrawSource& source, std::uint32_t site_a, double* draws_a, std::uint32_t site_b,
                    double* draws_b) {
  using Both = Two<Doubles>;
  const Words visit = Words::count_from(0);
  const auto u = philox<Both>(source.key, {visit, visit}, {Words::splat(site_a), Words::splat(site_b)},
                              source.realization, std::uint32_t(Stream::renewal));
  store(draws_a, evaluate(source.shape, u.first.lo));
  store(draws_b, evaluate(source.shape, u.first.hi));
  store(draws_a + Doubles::lanes, evaluate(source.renewed, u.second.lo));
  store(draws_b + Doubles::lanes, evaluate(source.renewed, u.second.hi));
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
