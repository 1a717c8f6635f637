#pragma once

#include <cstdint>
#include <vector>

#include "interval_sweeps.hpp"

namespace yieldscape {

/// The slips whose far field is not in the cells yet.
class PendingSlips {
 public:
  void push_back(int x, int y, double amount);
  void clear() noexcept;
  [[nodiscard]] std::size_t size() const noexcept { return count_; }
  [[nodiscard]] double total() const noexcept { return total_; }
  [[nodiscard]] PendingView view() const noexcept { return {site_.data(), amount_.data(), count_}; }

 private:
  static constexpr std::size_t lanes = 8;  // slips of amount 0 behind the last one, for whole vectors
  std::size_t count_ = 0;
  double total_ = 0;
  std::vector<SitePair> site_ = std::vector<SitePair>(lanes);
  std::vector<double> amount_ = std::vector<double>(lanes);
};

}  // namespace yieldscape
