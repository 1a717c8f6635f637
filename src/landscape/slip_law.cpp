#include "yieldscape/landscape/slip_law.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "yieldscape/random/transforms.hpp"

namespace yieldscape {

SlipLaw::SlipLaw(const SlipSpec& spec) : kind_(spec.kind), c0_(spec.c0), c1_(spec.c1) {
  if (!(c0_ >= 0 && c1_ >= 0) || !std::isfinite(c0_) || !std::isfinite(c1_) || c0_ + c1_ == 0) {
    throw std::invalid_argument(fmt::format(
        "no slip law with c0 = {} and c1 = {}: both must be at least 0, one of them positive", c0_, c1_));
  }
  if (kind_ != SlipKind::table) return;
  if (!spec.table) throw std::invalid_argument("a table slip law needs a table");
  table_.emplace(*spec.table);
  const double least = table_->quantile(0);
  if (least < 0)
    throw std::invalid_argument(fmt::format("a slip cannot be negative: the table holds {}", least));
  if (!(table_->mean() > 0)) throw std::invalid_argument("the mean slip of the table must be positive");
  table_scale_ = 1 / table_->mean();
}

double SlipLaw::shape(double u) const noexcept {
  switch (kind_) {
    case SlipKind::exponential:
      return standard_exponential(u);
    case SlipKind::constant:
      return 1;
    case SlipKind::uniform:
      return 2 * u;
    case SlipKind::table:
      return table_->quantile(u) * table_scale_;
  }
  return 0;
}

}  // namespace yieldscape
