#include "yieldscape/ensemble/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <ranges>
#include <utility>

#include "yieldscape/core/contracts.hpp"
#include "yieldscape/random/counter.hpp"

namespace yieldscape {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

enum Row : std::size_t { counts, means, squares, cubes, fourths, rows };

}  // namespace

Moments::Moments(std::size_t quantities) : quantities_(quantities), values_(rows * quantities) {}

Moments::Moments(std::size_t quantities, std::span<const double> samples) : Moments(quantities) {
  if (samples.empty()) return;
  EXPECTS(samples.size() % quantities == 0);
  const auto row = [this](Row which) { return values_.data() + which * quantities_; };
  double* const mean = row(means);
  double* const m2 = row(squares);
  double* const m3 = row(cubes);
  double* const m4 = row(fourths);
  const std::size_t count = samples.size() / quantities;
  const auto n = double(count);
  std::fill_n(row(counts), quantities, n);
  const double* const end = samples.data() + samples.size();
  for (const double* x = samples.data(); x != end; x += quantities) {
#pragma GCC ivdep  // NOLINT(clang-diagnostic-unknown-pragmas)
    for (std::size_t i = 0; i < quantities; ++i) mean[i] += x[i];
  }
  for (std::size_t i = 0; i < quantities; ++i) mean[i] /= n;
  for (const double* x = samples.data(); x != end; x += quantities) {
#pragma GCC ivdep  // NOLINT(clang-diagnostic-unknown-pragmas)
    for (std::size_t i = 0; i < quantities; ++i) {
      const double deviation = x[i] - mean[i];
      const double square = deviation * deviation;
      m2[i] += square;
      m3[i] += square * deviation;
      m4[i] += square * square;
    }
  }
  for (std::size_t i = 0; i < quantities; ++i) {
    if (!std::isnan(mean[i])) continue;  // none of its samples is absent
    for (std::size_t which = 0; which < rows; ++which) row(Row(which))[i] = 0;
    for (const double* x = samples.data(); x != end; x += quantities) add_one(i, x[i]);
  }
}

void Moments::add(std::span<const double> sample) {
  EXPECTS(sample.size() == quantities_);
  for (std::size_t i = 0; i < quantities_; ++i) add_one(i, sample[i]);
}

void Moments::add_one(std::size_t i, double value) noexcept {
  if (std::isnan(value)) return;
  const auto row = [this, i](Row which) -> double& { return values_[which * quantities_ + i]; };
  const double before = row(counts);
  const double after = before + 1;
  const double delta = value - row(means);
  const double step = delta / after;
  const double term = delta * step * before;
  row(counts) = after;
  row(means) += step;
  row(fourths) += term * step * step * (after * after - 3 * after + 3) + 6 * step * step * row(squares) -
                  4 * step * row(cubes);
  row(cubes) += term * step * (after - 2) - 3 * step * row(squares);
  row(squares) += term;
}

void Moments::join(const Moments& other) {
  EXPECTS(other.quantities_ == quantities_);
  for (std::size_t i = 0; i < quantities_; ++i) {
    const double na = at(counts, i);
    const double nb = other.at(counts, i);
    if (nb == 0) continue;
    const auto set = [&](Row row, double value) { values_[row * quantities_ + i] = value; };
    if (na == 0) {
      for (std::size_t row = 0; row < rows; ++row) set(Row(row), other.at(row, i));
      continue;
    }
    const double n = na + nb;
    const double delta = other.at(means, i) - at(means, i);
    const double a2 = at(squares, i);
    const double b2 = other.at(squares, i);
    const double a3 = at(cubes, i);
    const double b3 = other.at(cubes, i);
    const double d2 = delta * delta;
    set(fourths, at(fourths, i) + other.at(fourths, i) +
                     d2 * d2 * na * nb * (na * na - na * nb + nb * nb) / (n * n * n) +
                     6 * d2 * (na * na * b2 + nb * nb * a2) / (n * n) + 4 * delta * (na * b3 - nb * a3) / n);
    set(cubes, a3 + b3 + d2 * delta * na * nb * (na - nb) / (n * n) + 3 * delta * (na * b2 - nb * a2) / n);
    set(squares, a2 + b2 + d2 * na * nb / n);
    set(means, at(means, i) + delta * nb / n);
    set(counts, n);
  }
}

Moments Moments::select(std::initializer_list<std::size_t> firsts, std::size_t number) const {
  Moments selected(firsts.size() * number);
  auto to = selected.values_.begin();
  for (std::size_t row = 0; row < rows; ++row) {
    for (const std::size_t first : firsts) {
      EXPECTS(first + number <= quantities_);
      to = std::copy_n(values_.begin() + std::ptrdiff_t(row * quantities_ + first), number, to);
    }
  }
  return selected;
}

std::uint64_t Moments::count(std::size_t i) const noexcept {
  return std::uint64_t(at(counts, i));
}

double Moments::mean(std::size_t i) const noexcept {
  return at(counts, i) > 0 ? at(means, i) : nan;
}

double Moments::central(std::size_t i, int order) const {
  EXPECTS(order >= 2 && order <= 4);
  const double n = at(counts, i);
  return n > 0 ? at(squares + std::size_t(order - 2), i) / n : nan;
}

double Moments::std(std::size_t i) const noexcept {
  const double n = at(counts, i);
  return n > 1 ? std::sqrt(at(squares, i) / (n - 1)) : nan;
}

double Moments::sem(std::size_t i) const noexcept {
  return std(i) / std::sqrt(at(counts, i));
}

double Moments::jackknife_sem(std::size_t i) const noexcept {
  const double n = at(counts, i);
  return n > 1 ? std::sqrt((n - 1) / n * at(squares, i)) : nan;
}

void MomentsTree::append(Node node) {
  EXPECTS(node.moments.quantities() == quantities_);
  // A right child completes its parent as soon as its left sibling is there.
  while (!nodes_.empty() && node.level < highest_ && node.index % 2 == 1 &&
         nodes_.back().level == node.level && nodes_.back().index + 1 == node.index) {
    Moments joined = std::move(nodes_.back().moments);
    nodes_.pop_back();
    joined.join(node.moments);
    node = {node.level + 1, node.index / 2, std::move(joined)};
  }
  nodes_.push_back(std::move(node));
}

Moments MomentsTree::total() const {
  Moments sum(quantities_);
  // From the right: as if the tree were filled up with empty blocks.
  for (const Node& node : nodes_ | std::views::reverse) {
    Moments joined = node.moments;
    joined.join(sum);
    sum = std::move(joined);
  }
  return sum;
}

double flow_stress(std::span<const double> stress) {
  const std::size_t strains = stress.size();
  double sum = 0;
  std::size_t count = 0;
  for (std::size_t k = 0; k < strains; ++k) {
    if (2 * (k + 1) < strains || std::isnan(stress[k])) continue;
    sum += stress[k];
    ++count;
  }
  return count > 0 ? sum / double(count) : nan;
}

CurveFeatures curve_features(const StrainGrid& grid, std::span<const double> stress,
                             std::span<const double> localization, double shear_modulus) {
  EXPECTS(stress.size() == localization.size());
  CurveFeatures features{flow_stress(stress), nan, nan, nan, nan};
  double before = 0;  // the curve begins at zero stress and strain
  bool reached = false;
  for (std::size_t k = 0; k < stress.size(); ++k) {
    const double strain = grid.strain(k);
    if (std::isnan(features.peak_stress) || stress[k] > features.peak_stress) {
      features.peak_stress = stress[k];
      features.peak_strain = std::isnan(stress[k]) ? nan : strain;
    }
    if (!reached && stress[k] >= features.flow_stress) {
      reached = true;
      const double part = stress[k] > before ? (features.flow_stress - before) / (stress[k] - before) : 1.0;
      features.yield_strain = strain - grid.step * (1 - std::clamp(part, 0.0, 1.0));
    }
    const bool flows = stress[k] <= shear_modulus * strain;
    if (flows && !(localization[k] <= features.localization_max)) {
      if (!std::isnan(localization[k])) features.localization_max = localization[k];
    }
    before = stress[k];
  }
  return features;
}

void leave_one_out(std::span<const double> mean, std::span<const std::uint64_t> count,
                   std::span<const double> sample, std::span<double> result) {
  EXPECTS(mean.size() == sample.size() && count.size() == sample.size() && result.size() == sample.size());
  for (std::size_t i = 0; i < mean.size(); ++i) {
    if (std::isnan(sample[i])) {
      result[i] = mean[i];
    } else {
      result[i] = count[i] > 1 ? mean[i] + (mean[i] - sample[i]) / double(count[i] - 1) : nan;
    }
  }
}

void leave_group_out(const Moments& all, const Moments& group, std::span<double> result) {
  EXPECTS(all.quantities() == group.quantities() && result.size() == all.quantities());
  for (std::size_t i = 0; i < result.size(); ++i) {
    const auto without = double(all.count(i)) - double(group.count(i));
    result[i] = group.count(i) == 0 ? all.mean(i)
                : without > 0 ? all.mean(i) + (all.mean(i) - group.mean(i)) * double(group.count(i)) / without
                              : nan;
  }
}

std::optional<std::uint32_t> jackknife_level(std::uint64_t realizations) noexcept {
  constexpr std::uint64_t most_groups = 128;
  if (realizations <= most_groups / 2 * statistics_block) return std::nullopt;
  std::uint32_t level = 0;
  while (realizations / statistics_block >> level >= most_groups) ++level;
  return level;
}

Interval bootstrap(std::span<const double> samples,
                   const std::function<double(std::span<const double>)>& statistic,
                   const BootstrapOptions& options) {
  EXPECTS(options.level > 0 && options.level < 1 && options.replicates > 0);
  if (samples.size() < 2) return {nan, nan};
  const RandomNumbers random(options.seed, 0);
  std::vector<double> resampled(samples.size());
  std::vector<double> values;
  values.reserve(options.replicates);
  for (std::uint32_t replicate = 0; replicate < options.replicates; ++replicate) {
    for (std::size_t i = 0; i < samples.size(); ++i) {
      const double u = random(Stream::bootstrap, Site(std::uint32_t(i)), replicate).first;
      resampled[i] = samples[std::min(samples.size() - 1, std::size_t(u * double(samples.size())))];
    }
    values.push_back(statistic(resampled));
  }
  std::ranges::sort(values);
  const auto quantile = [&](double p) {
    const double place = p * double(values.size() - 1);
    const auto below = std::size_t(place);
    const std::size_t above = std::min(below + 1, values.size() - 1);
    return values[below] + (place - double(below)) * (values[above] - values[below]);
  };
  const double tail = (1 - options.level) / 2;
  return {quantile(tail), quantile(1 - tail)};
}

}  // namespace yieldscape
