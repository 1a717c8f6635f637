#include "interval_sum.hpp"

#include <algorithm>

namespace yieldscape {
void PendingSlips::push_back(int x, int y, double amount) {
  site_[count_] = {std::int16_t(x), std::int16_t(y)};
  amount_[count_] = amount;
  total_ += amount;
  ++count_;
  if (amount_.size() < count_ + lanes) {
    const std::size_t size = 2 * (count_ + lanes);
    site_.resize(size);
    amount_.resize(size);
  }
}

void PendingSlips::clear() noexcept {
  std::fill_n(site_.begin(), count_, SitePair{});
  std::fill_n(amount_.begin(), count_, 0.0);
  count_ = 0;
  total_ = 0;
}

}  // namespace yieldscape
