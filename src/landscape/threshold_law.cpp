#include "yieldscape/landscape/threshold_law.hpp"

#include <exception>

#include "smooth_cells.hpp"
#include "yieldscape/landscape/quantile_table.hpp"
#include "yieldscape/landscape/threshold_distribution.hpp"

namespace yieldscape {
namespace {

// A table worse than this is not the law; the special functions are asked instead.
constexpr double fit_error_limit = 1e-13;

std::shared_ptr<const SmoothCells> smooth_cells(const ThresholdDistribution& law) {
  try {
    auto cells =
        std::make_shared<const SmoothCells>([&law](double p) { return law.quantile(p); },
                                            [&law](double p) { return law.upper_quantile(p); }, law.std());
    return cells->fit_error() <= fit_error_limit ? cells : nullptr;
  } catch (const std::exception&) {
    return nullptr;  // the quantile of an extreme law does not converge everywhere
  }
}

}  // namespace

ThresholdLaw::ThresholdLaw(const ThresholdSpec& spec)
    : distribution_(std::make_shared<const ThresholdDistribution>(spec)) {
  if (const auto value = distribution_->constant()) {
    inverse_cdf_ = {.form = InverseCdf::Form::constant, .offset = *value};
  } else if (const QuantileTable* table = distribution_->table()) {
    inverse_cdf_ = table->inverse_cdf();
    inverse_cdf_.offset = distribution_->shift();
  } else if (cells_ = smooth_cells(*distribution_); cells_) {
    inverse_cdf_ = {.form = InverseCdf::Form::cells,
                    .coefficients = cells_->coefficients(),
                    .cell_bits = cells_->cell_bits(),
                    .lower = distribution_->lower(),
                    .upper = distribution_->upper()};
  } else {
    fast_ = false;
  }
}

double ThresholdLaw::quantile(double u) const {
  return fast_ ? evaluate(inverse_cdf_, u) : distribution_->quantile(u);
}

double ThresholdLaw::mean() const noexcept {
  return distribution_->mean();
}

double ThresholdLaw::std() const noexcept {
  return distribution_->std();
}

double ThresholdLaw::second_moment() const noexcept {
  return distribution_->second_moment();
}

double ThresholdLaw::fit_error() const noexcept {
  return cells_ ? cells_->fit_error() : 0;
}

}  // namespace yieldscape
