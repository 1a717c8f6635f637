#include "interval_sum.hpp"

#include <algorithm>
#include <bit>

namespace yieldscape {

void SlipTerms::push_back(SitePair site, double amount) {
  site_[count_] = site;
  amount_[count_] = amount;
  ++count_;
  if (amount_.size() < count_ + lanes) {
    const std::size_t size = 2 * (count_ + lanes);
    site_.resize(size);
    amount_.resize(size);
  }
}

void SlipTerms::clear() noexcept {
  std::fill_n(site_.begin(), count_, SitePair{});
  std::fill_n(amount_.begin(), count_, 0.0);
  count_ = 0;
}

std::size_t PendingSlips::bucket(SitePair site) const noexcept {
  const std::uint32_t pair = std::uint32_t(site.x) << 16 | std::uint16_t(site.y);
  // Upper bits of a product with 2^32 over the golden ratio (Knuth): all bits of the pair count.
  return pair * 0x9e3779b1u >> (32 - std::countr_zero(first_of_bucket_.size()));
}

void PendingSlips::push_back(SitePair site, double amount) {
  in_order_.push_back(site, amount);
  total_ += amount;
  std::int32_t& first = first_of_bucket_[bucket(site)];
  for (std::int32_t i = first; i >= 0; i = next_in_bucket_[std::size_t(i)]) {
    const SitePair other = by_site_.site(std::size_t(i));
    if (other.x == site.x && other.y == site.y) return by_site_.add(std::size_t(i), amount);
  }
  next_in_bucket_.push_back(first);
  first = std::int32_t(by_site_.size());
  by_site_.push_back(site, amount);
  if (by_site_.size() > first_of_bucket_.size()) grow();
}

void PendingSlips::grow() {
  first_of_bucket_.assign(2 * first_of_bucket_.size(), -1);
  for (std::size_t i = 0; i < next_in_bucket_.size(); ++i) {
    std::int32_t& first = first_of_bucket_[bucket(by_site_.site(i))];
    next_in_bucket_[i] = first;
    first = std::int32_t(i);
  }
}

void PendingSlips::clear() noexcept {
  in_order_.clear();
  by_site_.clear();
  std::ranges::fill(first_of_bucket_, -1);
  next_in_bucket_.clear();
  total_ = 0;
}

}  // namespace yieldscape
