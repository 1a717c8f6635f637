#pragma once

#include <cstdint>
#include <vector>

#include "interval_sweeps.hpp"

namespace yieldscape {

/// Sites with the amounts they slipped by, in arrays that sums go through by whole vectors.
class SlipTerms {
 public:
  void push_back(SitePair site, double amount);
  void add(std::size_t i, double amount) noexcept { amount_[i] += amount; }
  void clear() noexcept;
  [[nodiscard]] std::size_t size() const noexcept { return count_; }
  [[nodiscard]] SitePair site(std::size_t i) const noexcept { return site_[i]; }
  [[nodiscard]] std::size_t bytes() const noexcept {
    return site_.size() * sizeof(SitePair) + amount_.size() * sizeof(double);
  }
  [[nodiscard]] PendingView view() const noexcept { return {site_.data(), amount_.data(), count_}; }

 private:
  static constexpr std::size_t lanes = 8;  // so many terms of amount 0 follow the last one
  std::size_t count_ = 0;
  std::vector<SitePair> site_ = std::vector<SitePair>(lanes);
  std::vector<double> amount_ = std::vector<double>(lanes);
};

/// The slips whose far field is not in the cells yet.
class PendingSlips {
 public:
  /// Cost: that of finding the site among those that have slipped, in a hash table.
  void push_back(SitePair site, double amount);
  void clear() noexcept;
  [[nodiscard]] std::size_t size() const noexcept { return in_order_.size(); }
  [[nodiscard]] double total() const noexcept { return total_; }
  /// Every slip, for sums that go on where they ended.
  [[nodiscard]] PendingView in_order() const noexcept { return in_order_.view(); }
  /// Every site once, with all it has slipped, for sums from the beginning: a third fewer terms where
  /// avalanches come back to their sites.
  [[nodiscard]] PendingView by_site() const noexcept { return by_site_.view(); }
  [[nodiscard]] std::size_t bytes() const noexcept {
    return in_order_.bytes() + by_site_.bytes() +
           (first_of_bucket_.size() + next_in_bucket_.size()) * sizeof(std::int32_t);
  }

 private:
  [[nodiscard]] std::size_t bucket(SitePair site) const noexcept;
  void grow();

  SlipTerms in_order_;
  SlipTerms by_site_;
  // Places in by_site_, −1: none. The number of buckets is a power of two.
  std::vector<std::int32_t> first_of_bucket_ = std::vector<std::int32_t>(1024, -1);
  std::vector<std::int32_t> next_in_bucket_;
  double total_ = 0;
};

}  // namespace yieldscape
