#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace yieldscape {

/// What is measured at every grid strain, per realization (symbol table: README).
enum class Observable : std::size_t {
  stress,
  strain_variance,
  plastic_strain_variance,
  threshold_mean,
  localization,
  localization_plastic,
  internal_stress_std,
  plastic_strain_mean,
  slips,
  avalanches,
};
inline constexpr std::size_t observable_count = 10;

struct ObservableInfo {
  std::string_view name;       ///< code and HDF5 name
  std::string_view long_name;  ///< for a figure's axis
  std::string_view symbol;
  std::string_view unit;
  std::string_view equation;  ///< definition, with the paper's equation number where it has one
};

[[nodiscard]] const std::array<ObservableInfo, observable_count>& observables() noexcept;
[[nodiscard]] const ObservableInfo& info(Observable observable) noexcept;

}  // namespace yieldscape
