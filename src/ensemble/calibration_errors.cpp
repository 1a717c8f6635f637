#include "calibration_errors.hpp"

#include <cmath>
#include <numeric>

#include "yieldscape/core/contracts.hpp"
#include "yieldscape/ensemble/statistics.hpp"
#include "yieldscape/random/counter.hpp"
#include "yieldscape/random/transforms.hpp"

namespace yieldscape {
namespace {

constexpr std::uint32_t replicates = 400;

// How often each of `count` batches is drawn in replicate `number`. Words of the stream: `part` tells the
// centre from the star and from the target.
std::vector<double> drawn_times(std::size_t count, std::uint64_t seed, std::uint32_t part,
                                std::uint32_t number) {
  const RandomNumbers random(seed, part);
  std::vector<double> times(count, 0.0);
  for (std::size_t b = 0; b < count; ++b) {
    const double u = random(Stream::bootstrap, Site(std::uint32_t(b)), number).first;
    times[std::min(count - 1, std::size_t(u * double(count)))] += 1;
  }
  return times;
}

// The target anywhere within its errors.
std::vector<TargetRow> drawn_target(std::span<const TargetRow> rows, std::uint64_t seed, std::uint32_t part,
                                    std::uint32_t number) {
  const RandomNumbers random(seed, part);
  std::vector<TargetRow> drawn(rows.begin(), rows.end());
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const double u = random(Stream::bootstrap, Site(std::uint32_t(row)), number).first;
    drawn[row].wanted.value += drawn[row].wanted.error * standard_normal(u);
  }
  return drawn;
}

std::vector<double> mean(const TrialCurves& curves, std::span<const double> times) {
  EXPECTS(times.empty() || times.size() <= curves.batches());
  const std::size_t batches = times.empty() ? curves.batches() : times.size();
  std::vector<double> sum(curves.strains, 0.0);
  double total = 0;
  for (std::size_t b = 0; b < batches; ++b) {
    const double weight = times.empty() ? 1 : times[b];
    if (weight == 0) continue;
    total += weight;
    const auto batch = curves.batch(b);
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += weight * batch[k];
  }
  for (double& value : sum) value /= total;
  return sum;
}

}  // namespace

void Ensembles::set_star(const Star& star, std::vector<TrialCurves> curves) {
  star_ = star;
  star_curves_ = std::move(curves);
}

void Ensembles::set_center(const Coordinates& center, TrialCurves curves) {
  center_ = center;
  center_curves_ = std::move(curves);
}

LocalModel Ensembles::model(std::span<const double> center_times, std::span<const double> star_times) const {
  std::vector<std::vector<double>> responses;
  for (const TrialCurves& curves : star_curves_)
    responses.push_back(stress_response(*target_, *grid_, mean(curves, star_times)));
  return {.level = stress_response(*target_, *grid_, mean(center_curves_, center_times)),
          .slope = slopes(star_, responses)};
}

std::vector<Estimate> Ensembles::curve(const Coordinates& offset) const {
  std::vector<std::vector<double>> means;
  for (const TrialCurves& curves : star_curves_) means.push_back(mean(curves, {}));
  const LocalModel shift{.level = std::vector<double>(grid_->count, 0.0), .slope = slopes(star_, means)};
  Moments moments(grid_->count);
  for (std::size_t b = 0; b < center_curves_.batches(); ++b) moments.add(center_curves_.batch(b));
  std::vector<Estimate> result;
  for (std::size_t k = 0; k < grid_->count; ++k)
    result.push_back({moments.mean(k) + shift(k, offset), moments.sem(k)});
  return result;
}

CalibrationErrors bootstrap_errors(const Ensembles& ensembles, const SlipCoordinates& coordinates,
                                   std::span<const TargetRow> rows, std::uint64_t seed) {
  const Coordinates& center = ensembles.center();
  const auto at = [&](const Coordinates& offset) {
    return coordinates.at({center[0] + offset[0], center[1] + offset[1]});
  };
  const Coordinates best = solve(ensembles.model(), rows, coordinates.size());
  enum Quantity : std::size_t { c0, c1, u0, u1, c0_total, c1_total, flow, peak, quantities };
  Moments moments(quantities);
  CalibrationErrors errors;
  for (std::uint32_t number = 0; number < replicates; ++number) {
    const LocalModel model = ensembles.model(drawn_times(ensembles.center_batches(), seed, 0, number),
                                             drawn_times(ensembles.star_batches(), seed, 1, number));
    const Coordinates root = solve(model, rows, coordinates.size());
    const SlipCoefficients simulated = at(root);
    const SlipCoefficients total = at(solve(model, drawn_target(rows, seed, 2, number), coordinates.size()));
    errors.replicates.push_back(total);
    moments.add(std::array{simulated.c0, simulated.c1, root[0], root[1], total.c0, total.c1, model(0, best),
                           model(1, best)});
  }
  errors.simulated = {moments.std(c0), moments.std(c1)};
  errors.coordinates = {moments.std(u0), moments.std(u1)};
  errors.total = {moments.std(c0_total), moments.std(c1_total)};
  errors.response = {moments.std(flow), moments.std(peak)};
  double product = 0;
  for (const SlipCoefficients& c : errors.replicates)
    product += (c.c0 - moments.mean(c0_total)) * (c.c1 - moments.mean(c1_total));
  const double scale = errors.total[0] * errors.total[1] * (replicates - 1);
  errors.correlation = scale > 0 ? product / scale : 0;
  return errors;
}

}  // namespace yieldscape
