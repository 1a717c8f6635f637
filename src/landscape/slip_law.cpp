#include "yieldscape/landscape/slip_law.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

namespace yieldscape {

SlipLaw::SlipLaw(const SlipSpec& spec) : c0_(spec.c0), c1_(spec.c1) {
  if (!(c0_ >= 0 && c1_ >= 0) || !std::isfinite(c0_) || !std::isfinite(c1_) || c0_ + c1_ == 0) {
    throw std::invalid_argument(fmt::format(
        "no slip law with c0 = {} and c1 = {}: both must be at least 0, one of them positive", c0_, c1_));
  }
  switch (spec.kind) {
    case SlipKind::exponential:
      shape_ = {.form = InverseCdf::Form::exponential};
      return;
    case SlipKind::constant:
      shape_ = {.form = InverseCdf::Form::constant, .offset = 1};
      return;
    case SlipKind::uniform:
      shape_ = {.form = InverseCdf::Form::linear, .scale = 2};
      return;
    case SlipKind::table:
      break;
  }
  if (!spec.table) throw std::invalid_argument("a table slip law needs a table");
  table_ = std::make_shared<const QuantileTable>(*spec.table);
  const double least = table_->quantile(0);
  if (least < 0)
    throw std::invalid_argument(fmt::format("a slip cannot be negative: the table holds {}", least));
  if (!(table_->mean() > 0)) throw std::invalid_argument("the mean slip of the table must be positive");
  shape_ = table_->inverse_cdf();
  shape_.scale = 1 / table_->mean();
}

}  // namespace yieldscape
