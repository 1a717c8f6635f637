#include "yieldscape/landscape/threshold_distribution.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/exponential.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/uniform.hpp>
#include <boost/math/distributions/weibull.hpp>
#include <boost/math/quadrature/tanh_sinh.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <limits>
#include <numbers>
#include <stdexcept>
#include <variant>

namespace yieldscape {
namespace {

template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
// C++20 deduces this for aggregates; clang before 17 does not.
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

void require(bool condition, const ThresholdSpec& spec, std::string_view what) {
  if (condition) return;
  throw std::invalid_argument(
      fmt::format("no {} law with mean {} and std {}: {}", name(spec.kind), spec.mean, spec.std, what));
}

// Weibull shape k with the given ratio std/mean; the ratio falls monotonically in k.
double weibull_shape(double ratio) {
  const auto excess = [&](double log_k) {
    const double k = std::exp(log_k);
    return boost::math::lgamma(1 + 2 / k) - 2 * boost::math::lgamma(1 + 1 / k) - std::log1p(ratio * ratio);
  };
  std::uintmax_t iterations = 200;
  const auto bracket = boost::math::tools::toms748_solve(
      excess, std::log(0.05), std::log(1e5), boost::math::tools::eps_tolerance<double>(52), iterations);
  return std::exp((bracket.first + bracket.second) / 2);
}

constexpr double weibull_ratio_min = 1.3e-5;  // k = 1e5
constexpr double weibull_ratio_max = 1e5;     // k = 0.05 gives 3.7e5

// Below this much probability a truncated law is all tail and cannot be drawn from accurately.
constexpr double least_probability = 1e-9;

using Policy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

struct Constant {
  double value;
};

using AnyLaw = std::variant<
    boost::math::normal_distribution<double, Policy>, boost::math::weibull_distribution<double, Policy>,
    boost::math::gamma_distribution<double, Policy>, boost::math::lognormal_distribution<double, Policy>,
    boost::math::exponential_distribution<double, Policy>, boost::math::uniform_distribution<double, Policy>,
    Constant, QuantileTable>;

AnyLaw make_law(const ThresholdSpec& spec) {
  const double m = spec.mean;
  const double s = spec.std;
  require(std::isfinite(m) && std::isfinite(s) && std::isfinite(spec.shift), spec, "all must be finite");
  require(s >= 0, spec, "std must not be negative");
  switch (spec.kind) {
    case ThresholdKind::normal:
      require(s > 0, spec, "std must be positive (use `constant` for a single value)");
      return boost::math::normal_distribution<double, Policy>(m, s);
    case ThresholdKind::weibull: {
      require(m > 0 && s > 0, spec, "both must be positive");
      require(s / m > weibull_ratio_min && s / m < weibull_ratio_max, spec,
              fmt::format("std/mean must lie between {} and {}", weibull_ratio_min, weibull_ratio_max));
      const double k = weibull_shape(s / m);
      return boost::math::weibull_distribution<double, Policy>(k, m / boost::math::tgamma(1 + 1 / k));
    }
    case ThresholdKind::gamma:
      require(m > 0 && s > 0, spec, "both must be positive");
      return boost::math::gamma_distribution<double, Policy>(m * m / (s * s), s * s / m);
    case ThresholdKind::lognormal: {
      require(m > 0 && s > 0, spec, "both must be positive");
      const double variance = std::log1p(s * s / (m * m));
      return boost::math::lognormal_distribution<double, Policy>(std::log(m) - variance / 2,
                                                                 std::sqrt(variance));
    }
    case ThresholdKind::exponential:
      require(m > 0, spec, "mean must be positive");
      return boost::math::exponential_distribution<double, Policy>(1 / m);
    case ThresholdKind::uniform:
      require(s > 0, spec, "std must be positive (use `constant` for a single value)");
      return boost::math::uniform_distribution<double, Policy>(m - std::numbers::sqrt3 * s,
                                                               m + std::numbers::sqrt3 * s);
    case ThresholdKind::constant:
      return Constant{m};
    case ThresholdKind::table:
      if (!spec.table) throw std::invalid_argument("a table law needs a table");
      return QuantileTable(*spec.table);
  }
  throw std::invalid_argument("unknown law");
}

}  // namespace

struct ThresholdDistribution::Law {
  AnyLaw is;
};

std::shared_ptr<const ThresholdDistribution::Law> ThresholdDistribution::make(const ThresholdSpec& spec) {
  return std::make_shared<const Law>(make_law(spec));
}

const QuantileTable* ThresholdDistribution::table() const noexcept {
  return std::get_if<QuantileTable>(&law_->is);
}

ThresholdDistribution::ThresholdDistribution(const ThresholdSpec& spec)
    : shift_(spec.shift), law_(make(spec)), lower_(spec.lower), upper_(spec.upper) {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  if (lower_ != -infinity || upper_ != infinity) confine(lower_, upper_);
  integrate_moments();
}

void ThresholdDistribution::confine(double lower, double upper) {
  const auto refuse = [&](std::string_view why) {
    throw std::invalid_argument(fmt::format("cannot confine the law to [{}, {}]: {}", lower, upper, why));
  };
  if (std::isnan(lower) || std::isnan(upper) || lower >= upper) refuse("lower must be below upper");
  if (const auto* constant = std::get_if<Constant>(&law_->is)) {
    const double value = constant->value + shift_;
    if (value < lower || value > upper) refuse(fmt::format("its only value {} lies outside", value));
    return;
  }
  const QuantileTable* whole = table();
  probability_below_ = whole ? whole->probability_below(lower - shift_) : raw_cdf(lower - shift_);
  probability_kept_ = raw_cdf(upper - shift_) - probability_below_;
  if (!(probability_kept_ >= least_probability)) {
    refuse(fmt::format("only a fraction {:.3g} of it lies inside", probability_kept_));
  }
  if (whole) {
    law_ = std::make_shared<const Law>(
        whole->restricted(probability_below_, probability_below_ + probability_kept_));
    return;
  }
  probability_above_ = raw_probability_above(upper - shift_);
  truncated_ = true;
}

double ThresholdDistribution::raw_quantile(double u) const {
  return std::visit(Overloaded{[](const Constant& law) { return law.value; },
                               [u](const QuantileTable& law) { return law.quantile(u); },
                               [u](const auto& law) { return boost::math::quantile(law, u); }},
                    law_->is);
}

double ThresholdDistribution::raw_cdf(double x) const {
  if (x == std::numeric_limits<double>::infinity()) return 1;
  if (x == -std::numeric_limits<double>::infinity()) return 0;
  return std::visit(Overloaded{[x](const Constant& law) { return x < law.value ? 0.0 : 1.0; },
                               [x](const QuantileTable& law) { return law.cdf(x); },
                               [x](const auto& law) {
                                 const auto [least, most] = boost::math::support(law);
                                 return x <= least ? 0.0 : x >= most ? 1.0 : boost::math::cdf(law, x);
                               }},
                    law_->is);
}

double ThresholdDistribution::raw_upper_quantile(double p) const {
  return std::visit(
      Overloaded{[](const Constant& law) { return law.value; },
                 [p](const QuantileTable& law) { return law.quantile(1 - p); },
                 [p](const auto& law) { return boost::math::quantile(boost::math::complement(law, p)); }},
      law_->is);
}

double ThresholdDistribution::raw_probability_above(double x) const {
  return std::visit(Overloaded{[x](const Constant& law) { return x < law.value ? 1.0 : 0.0; },
                               [x](const QuantileTable& law) { return 1 - law.cdf(x); },
                               [x](const auto& law) {
                                 const auto [least, most] = boost::math::support(law);
                                 return x <= least  ? 1.0
                                        : x >= most ? 0.0
                                                    : boost::math::cdf(boost::math::complement(law, x));
                               }},
                    law_->is);
}

double ThresholdDistribution::quantile(double u) const {
  if (!truncated_) return shift_ + raw_quantile(u);
  // Rounding may carry the extreme draws to probability 0 or 1 of the whole law, where it is infinite.
  const double p = std::clamp(probability_below_ + u * probability_kept_, 0x1p-1000, 1 - 0x1p-53);
  return std::clamp(shift_ + raw_quantile(p), lower_, upper_);
}

double ThresholdDistribution::upper_quantile(double p) const {
  if (!truncated_) return shift_ + raw_upper_quantile(p);
  const double above = std::clamp(probability_above_ + p * probability_kept_, 0x1p-1000, 1 - 0x1p-53);
  return std::clamp(shift_ + raw_upper_quantile(above), lower_, upper_);
}

std::optional<double> ThresholdDistribution::constant() const noexcept {
  const auto* law = std::get_if<Constant>(&law_->is);
  return law ? std::optional(shift_ + law->value) : std::nullopt;
}

void ThresholdDistribution::integrate_moments() {
  if (!truncated_) {
    const auto [m, v] = std::visit(
        Overloaded{
            [](const Constant& law) { return std::pair(law.value, 0.0); },
            [](const QuantileTable& law) {
              return std::pair(law.mean(), std::max(0.0, law.second_moment() - law.mean() * law.mean()));
            },
            [](const auto& law) { return std::pair(boost::math::mean(law), boost::math::variance(law)); }},
        law_->is);
    mean_ = m + shift_;
    second_moment_ = mean_ * mean_ + v;
    return;
  }
  boost::math::quadrature::tanh_sinh<double> integrator;
  mean_ = integrator.integrate([this](double u) { return quantile(u); }, 0.0, 1.0);
  second_moment_ = integrator.integrate([this](double u) { return std::pow(quantile(u), 2); }, 0.0, 1.0);
}

double ThresholdDistribution::std() const noexcept {
  return std::sqrt(std::max(0.0, second_moment_ - mean_ * mean_));
}

}  // namespace yieldscape
