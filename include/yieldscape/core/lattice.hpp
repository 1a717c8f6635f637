#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>

#include "yieldscape/core/contracts.hpp"

namespace yieldscape {

/// Number of a lattice site, row-major: site = x * Ly + y.
enum class Site : std::uint32_t {};

[[nodiscard]] constexpr std::size_t index(Site site) noexcept {
  return static_cast<std::size_t>(site);
}

/// Periodic lattice of shape [Lx, Ly]; one site is one patch of area a². The paper's N x N is Lx = Ly = N.
class Lattice {
 public:
  static constexpr int max_length = 1 << 15;

  constexpr Lattice(int lx, int ly) : lx_(lx), ly_(ly) {
    EXPECTS(lx >= 1 && ly >= 1 && lx <= max_length && ly <= max_length);
  }

  [[nodiscard]] constexpr int lx() const noexcept { return lx_; }
  [[nodiscard]] constexpr int ly() const noexcept { return ly_; }
  [[nodiscard]] constexpr std::size_t sites() const noexcept { return std::size_t(lx_) * std::size_t(ly_); }

  /// Side length n of eq. (13): N on a square, sqrt(Lx Ly) otherwise.
  [[nodiscard]] double side() const noexcept { return std::sqrt(double(lx_) * double(ly_)); }

  /// Site at (x, y), any integers, folded back periodically.
  [[nodiscard]] constexpr Site at(int x, int y) const noexcept {
    return Site(std::uint32_t(fold(x, lx_) * ly_ + fold(y, ly_)));
  }
  [[nodiscard]] constexpr int x(Site site) const noexcept { return int(index(site)) / ly_; }
  [[nodiscard]] constexpr int y(Site site) const noexcept { return int(index(site)) % ly_; }

  friend constexpr bool operator==(const Lattice&, const Lattice&) = default;

 private:
  static constexpr int fold(int i, int length) noexcept { return ((i % length) + length) % length; }
  int lx_;
  int ly_;
};

}  // namespace yieldscape
