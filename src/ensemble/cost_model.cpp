#include "yieldscape/ensemble/cost_model.hpp"

#include <algorithm>

namespace yieldscape {
namespace {

// Order of magnitude of the direct engine on a present-day core; refitted by the first finished realization.
constexpr double seconds_per_slip = 1e-7;
constexpr double seconds_per_slip_and_site = 1e-9;

// Realizations of one point differ little in cost: twice the prior, or half more than the slowest seen.
constexpr double prior_margin = 2;
constexpr double observed_margin = 1.5;

}  // namespace

double expected_slips(const Point& point, double strain_max) {
  return double(point.params().lattice.sites()) * strain_max / mean_slip(point.params());
}

CostModel::CostModel(const Point& point, double strain_max)
    : prior_(expected_slips(point, strain_max) *
             (seconds_per_slip + seconds_per_slip_and_site * double(point.params().lattice.sites()))) {}

void CostModel::observe(double seconds, double longest, std::uint64_t realizations) noexcept {
  sum_ += seconds;
  largest_ = std::max(largest_, longest);
  observed_ += realizations;
}

double CostModel::cautious_seconds() const noexcept {
  return observed_ > 0 ? observed_margin * largest_ : prior_margin * prior_;
}

}  // namespace yieldscape
