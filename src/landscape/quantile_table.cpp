#include "yieldscape/landscape/quantile_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace yieldscape {
namespace {

void require_finite(const std::vector<double>& values, const char* what) {
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (!std::isfinite(values[row])) {
      throw std::invalid_argument(
          fmt::format("row {}: {} {} is not a finite number", row + 1, what, values[row]));
    }
  }
}

void require_increasing(const Table& table) {
  for (std::size_t row = 0; row < table.value.size(); ++row) {
    const double p = table.probability[row];
    if (p < 0 || p > 1) {
      throw std::invalid_argument(fmt::format("row {}: probability {} is outside [0, 1]", row + 1, p));
    }
    if (row == 0) continue;
    if (p <= table.probability[row - 1]) {
      throw std::invalid_argument(fmt::format("row {}: probability {} does not increase after {}", row + 1, p,
                                              table.probability[row - 1]));
    }
    if (table.value[row] < table.value[row - 1]) {
      throw std::invalid_argument(fmt::format("row {}: value {} decreases after {}", row + 1,
                                              table.value[row], table.value[row - 1]));
    }
  }
}

}  // namespace

QuantileTable::QuantileTable(const Table& table) {
  if (table.value.size() < 2) {
    throw std::invalid_argument(
        fmt::format("a table needs at least 2 rows, this one has {}", table.value.size()));
  }
  require_finite(table.value, "value");
  require_finite(table.probability, "probability");
  value_ = table.value;
  if (table.probability.empty()) {
    std::ranges::sort(value_);
    for (std::size_t i = 0; i < value_.size(); ++i) {
      probability_.push_back((double(i) + 0.5) / double(value_.size()));
    }
  } else {
    if (table.probability.size() != table.value.size()) {
      throw std::invalid_argument(
          fmt::format("{} probabilities but {} values", table.probability.size(), table.value.size()));
    }
    require_increasing(table);
    probability_ = table.probability;
  }
  if (probability_.front() > 0) {
    probability_.insert(probability_.begin(), 0.0);
    value_.insert(value_.begin(), value_.front());
  }
  if (probability_.back() < 1) {
    probability_.push_back(1.0);
    value_.push_back(value_.back());
  }
  lay_out();
}

// Chen and Asau's guide table (Naval Research Logistics 21, 1974): the piece that holds a probability is
// found from the part of (0, 1) it lies in, by looking at the few pieces that begin there.
void QuantileTable::lay_out() {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const std::size_t nodes = value_.size();
  pieces_.clear();
  for (std::size_t i = 0; i + 1 < nodes; ++i) {
    pieces_.insert(pieces_.end(), {probability_[i], value_[i], probability_[i + 1] - probability_[i],
                                   value_[i + 1] - value_[i]});
  }
  pieces_.insert(pieces_.end(), {1.0, value_.back(), 1.0, 0.0, infinity, 0.0, 1.0, 0.0});

  constexpr int spare_bits = 3;  // of eight parts for each node, most hold none
  const int bits_of_nodes = int(std::bit_width(nodes));
  guide_bits_ = 0;
  probes_ = most_probes(0);
  for (int bits = bits_of_nodes; bits <= bits_of_nodes + spare_bits && probes_ > 1; ++bits) {
    const int probes = most_probes(bits);
    if (probes < probes_) {
      guide_bits_ = bits;
      probes_ = probes;
    }
  }
  guide_.resize(std::size_t(1) << guide_bits_);
  for (std::size_t part = 0; part < guide_.size(); ++part) guide_[part] = guided_piece(part, guide_bits_);
}

// The last piece that begins before a part; before, by more than the rounding of 1 + u.
std::size_t QuantileTable::guided_piece(std::size_t part, int guide_bits) const noexcept {
  const double begin = std::ldexp(double(part), -guide_bits) - 0x1p-51;
  const auto above = std::ranges::upper_bound(probability_, begin);
  return std::size_t(std::max<std::ptrdiff_t>(above - probability_.begin(), 1)) - 1;
}

int QuantileTable::most_probes(int guide_bits) const noexcept {
  std::size_t most = 0;
  const std::size_t parts = std::size_t(1) << guide_bits;
  for (std::size_t part = 0; part < parts; ++part) {
    const double end = std::ldexp(double(part + 1), -guide_bits) + 0x1p-51;
    const auto above = std::ranges::upper_bound(probability_, end);
    const std::size_t last = std::size_t(above - probability_.begin()) - 1;
    most = std::max(most, last - guided_piece(part, guide_bits));
  }
  return int(most);
}

InverseCdf QuantileTable::inverse_cdf() const noexcept {
  return {.form = InverseCdf::Form::table,
          .pieces = pieces_.data(),
          .guide = guide_.data(),
          .guide_bits = guide_bits_,
          .probes = probes_};
}

double QuantileTable::quantile(double probability) const noexcept {
  const auto above = std::ranges::upper_bound(probability_, probability);
  const auto i = std::clamp<std::size_t>(std::size_t(above - probability_.begin()), 1, value_.size() - 1);
  const double t = (probability - probability_[i - 1]) / (probability_[i] - probability_[i - 1]);
  return value_[i - 1] + std::clamp(t, 0.0, 1.0) * (value_[i] - value_[i - 1]);
}

double QuantileTable::cdf(double value) const noexcept {
  const auto above = std::ranges::upper_bound(value_, value);
  if (above == value_.begin()) return 0;
  if (above == value_.end()) return 1;
  const auto i = std::size_t(above - value_.begin());
  const double t = (value - value_[i - 1]) / (value_[i] - value_[i - 1]);
  return probability_[i - 1] + t * (probability_[i] - probability_[i - 1]);
}

double QuantileTable::probability_below(double value) const noexcept {
  const auto reached = std::ranges::lower_bound(value_, value);
  if (reached == value_.begin()) return 0;
  if (reached == value_.end()) return 1;
  const auto i = std::size_t(reached - value_.begin());
  const double t = (value - value_[i - 1]) / (value_[i] - value_[i - 1]);
  return probability_[i - 1] + t * (probability_[i] - probability_[i - 1]);
}

QuantileTable QuantileTable::restricted(double from, double to) const {
  QuantileTable part;
  const auto add = [&](double p, double value) {
    part.probability_.push_back((p - from) / (to - from));
    part.value_.push_back(value);
  };
  add(from, quantile(from));
  for (std::size_t i = 0; i < value_.size(); ++i) {
    if (probability_[i] > from && probability_[i] < to) add(probability_[i], value_[i]);
  }
  add(to, quantile(to));
  part.lay_out();
  return part;
}

double QuantileTable::mean() const noexcept {
  double sum = 0;
  for (std::size_t i = 1; i < value_.size(); ++i) {
    sum += (probability_[i] - probability_[i - 1]) * (value_[i] + value_[i - 1]) / 2;
  }
  return sum;
}

double QuantileTable::second_moment() const noexcept {
  double sum = 0;
  for (std::size_t i = 1; i < value_.size(); ++i) {
    const double a = value_[i - 1];
    const double b = value_[i];
    sum += (probability_[i] - probability_[i - 1]) * (a * a + a * b + b * b) / 3;
  }
  return sum;
}

}  // namespace yieldscape
