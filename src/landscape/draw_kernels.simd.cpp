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

void initial_thresholds(const DrawSource& source, std::uint32_t first_site, double* thresholds) {
  const auto u = philox<Doubles>(source.key, Words::splat(0), Words::count_from(first_site),
                                 source.realization, std::uint32_t(Stream::initial_threshold));
  store(thresholds, evaluate(source.initial, u.second));
}

}  // namespace

extern const DrawKernels draw_kernels;  // NOLINT(readability-redundant-declaration): a constant of all files
constinit const DrawKernels draw_kernels{.renewals = renewals, .initial_thresholds = initial_thresholds};

}  // namespace yieldscape::YIELDSCAPE_SIMD
