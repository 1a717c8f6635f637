#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

namespace yieldscape {

/// Numbers measured by a user. With probabilities: an inverse CDF, value[i] at probability[i], both
/// increasing, joined by straight lines. Without: raw samples, any order, of which the empirical inverse CDF
/// is taken (sample i of n sorted ones at probability (i + 1/2)/n, straight lines between, constant outside).
struct Table {
  std::vector<double> probability;
  std::vector<double> value;
};

enum class ThresholdKind { normal, weibull, gamma, lognormal, exponential, uniform, constant, table };

/// A law of local yield stresses σ_c (LJ stress), as a user writes it: σ_c = shift + X, X of the given mean
/// and standard deviation (exponential and constant take the mean alone, a table neither), then confined to
/// [lower, upper] by conditioning.
struct ThresholdSpec {
  ThresholdKind kind = ThresholdKind::normal;
  double mean = 0;
  double std = 0;
  double shift = 0;
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  std::shared_ptr<const Table> table;  ///< kind == table only
};

enum class SlipKind { exponential, constant, uniform, table };

/// The law of slip increments ε_0 (eqs. 11, 12): mean c0 + c1 σ_c², σ_c the threshold before renewal, times a
/// shape of mean one: exponential, constant, uniform on [0, 2], or a table (scaled to mean one).
struct SlipSpec {
  SlipKind kind = SlipKind::exponential;
  double c0 = 0;                       ///< strain
  double c1 = 0;                       ///< strain / LJ stress²
  std::shared_ptr<const Table> table;  ///< kind == table only
};

[[nodiscard]] std::string_view name(ThresholdKind kind) noexcept;
[[nodiscard]] std::string_view name(SlipKind kind) noexcept;

}  // namespace yieldscape
