#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <functional>
#include <span>
#include <vector>

// Statistical checks for the unit tests. All seeds are fixed, so a test that passes once passes always; the
// bounds say how likely a correct program is to fail when a seed or a law is changed.
namespace yieldscape::test {

/// Standard errors allowed between a sample's mean and the law's: a correct program exceeds them with
/// probability 4e-8.
inline constexpr double sigmas = 5.5;

/// Bound on sqrt(n) D of Kolmogorov and Smirnov: exceeded with probability 2 exp(−2 · 3²) = 3e-8.
inline constexpr double kolmogorov_bound = 3.0;

/// sqrt(n) D, D the largest distance between the samples' empirical CDF and a continuous `cdf`.
inline double kolmogorov_statistic(std::vector<double> samples, const std::function<double(double)>& cdf) {
  std::ranges::sort(samples);
  const double n = double(samples.size());
  double distance = 0;
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double p = cdf(samples[i]);
    distance = std::max({distance, p - double(i) / n, double(i + 1) / n - p});
  }
  return std::sqrt(n) * distance;
}

struct SampleMean {
  double value;
  double standard_error;
};

inline SampleMean sample_mean(std::span<const double> samples) {
  double sum = 0;
  for (const double x : samples) sum += x;
  const double n = double(samples.size());
  const double mean = sum / n;
  double squares = 0;
  for (const double x : samples) squares += (x - mean) * (x - mean);
  return {.value = mean, .standard_error = std::sqrt(squares / (n - 1) / n)};
}

}  // namespace yieldscape::test
