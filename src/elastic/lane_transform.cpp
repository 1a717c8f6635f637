#include "lane_transform.hpp"

#include <cmath>
#include <complex>
#include <numbers>

namespace yieldscape {
namespace {

// exp(−2πi k/n), rounded from extended precision: the same bits whichever libm the processor is given.
std::complex<double> root_of_unity(std::int64_t k, std::int64_t n) {
  const long double angle = -2 * std::numbers::pi_v<long double> * (long double)(k % n) / (long double)(n);
  return {double(std::cos(angle)), double(std::sin(angle))};
}

// The radices of a length: eights as far as possible, for each pass is one more walk through the data. Empty
// if a prime above 7 is left over.
std::vector<std::int32_t> radices(int length) {
  std::vector<std::int32_t> result;
  int twos = 0;
  for (; length % 2 == 0; length /= 2) ++twos;
  for (; twos >= 5 || twos == 3; twos -= 3) result.push_back(8);
  for (; twos >= 2; twos -= 2) result.push_back(4);
  if (twos == 1) result.push_back(2);
  for (const int radix : {3, 5, 7}) {
    for (; length % radix == 0; length /= radix) result.push_back(radix);
  }
  return length == 1 ? result : std::vector<std::int32_t>{};
}

void append(std::vector<double>& numbers, std::complex<double> number) {
  numbers.push_back(number.real());
  numbers.push_back(number.imag());
}

// The definition, for the one transform that planning needs.
std::vector<std::complex<long double>> transform(const std::vector<std::complex<long double>>& signal) {
  const auto n = std::int64_t(signal.size());
  if (n == 1) return signal;
  std::int64_t radix = 2;
  while (n % radix != 0) ++radix;
  const std::int64_t m = n / radix;
  std::vector<std::vector<std::complex<long double>>> parts;
  for (std::int64_t r = 0; r < radix; ++r) {
    std::vector<std::complex<long double>> part;
    for (std::int64_t j = 0; j < m; ++j) part.push_back(signal[std::size_t(j * radix + r)]);
    parts.push_back(transform(part));
  }
  std::vector<std::complex<long double>> result(signal.size());
  for (std::int64_t k = 0; k < n; ++k) {
    for (std::int64_t r = 0; r < radix; ++r) {
      const long double angle =
          -2 * std::numbers::pi_v<long double> * (long double)(k * r % n) / (long double)(n);
      result[std::size_t(k)] += std::polar(1.0L, angle) * parts[std::size_t(r)][std::size_t(k % m)];
    }
  }
  return result;
}

}  // namespace

LaneTransform::LaneTransform(int length) : radix_(radices(length)), view_{} {
  view_.length = length;
  if (length > 1 && radix_.empty()) {
    plan_padding();
  } else {
    plan_passes();
  }
}

void LaneTransform::plan_passes() {
  std::int64_t n = view_.length;
  place_.assign(std::size_t(n), 0);
  std::int64_t done = 1;
  for (const std::int64_t radix : radix_) {
    std::vector<double>& twiddles = twiddles_.emplace_back();
    for (std::int64_t p = 0; p < n / radix; ++p) {
      for (std::int64_t k = 1; k < radix; ++k) append(twiddles, root_of_unity(p * k, n));
    }
    n /= radix;
    for (std::size_t k = 0; k < place_.size(); ++k) {
      place_[k] += std::int32_t(std::int64_t(k) / done % radix * n);
    }
    done *= radix;
  }
  for (const std::vector<double>& twiddles : twiddles_) twiddle_of_pass_.push_back(twiddles.data());
  view_.pass_count = std::int32_t(radix_.size());
  view_.radix = radix_.data();
  view_.twiddle = twiddle_of_pass_.data();
}

void LaneTransform::plan_padding() {
  const std::int64_t n = view_.length;
  for (std::int32_t k = 0; k < view_.length; ++k) place_.push_back(k);
  std::int64_t size = 2 * n - 1;
  while (radices(int(size)).empty()) ++size;
  padded_ = std::make_unique<LaneTransform>(int(size));
  std::vector<std::complex<long double>> conjugate(std::size_t(size), 0);
  for (std::int64_t j = 0; j < n; ++j) {
    append(chirp_, root_of_unity(j * j % (2 * n), 2 * n));
    const long double angle =
        std::numbers::pi_v<long double> * (long double)(j * j % (2 * n)) / (long double)(n);
    conjugate[std::size_t(j)] = conjugate[std::size_t((size - j) % size)] = std::polar(1.0L, angle);
  }
  chirp_transform_.resize(2 * std::size_t(size));
  const std::vector<std::complex<long double>> modes = transform(conjugate);
  for (std::size_t k = 0; k < modes.size(); ++k) {
    const std::complex<double> value(modes[k] / (long double)(size));
    const auto place = std::size_t(padded_->place(std::int32_t(k)));
    chirp_transform_[2 * place] = value.real();
    chirp_transform_[2 * place + 1] = value.imag();
  }
  view_.padded = &padded_->view();
  view_.chirp = chirp_.data();
  view_.chirp_transform = chirp_transform_.data();
}

RealLaneTransform::RealLaneTransform(int length)
    : complex_(length % 2 == 0 ? length / 2 : length),
      view_{
          .complex = complex_.view(), .length = length, .mode_blocks = 0, .pairs = nullptr, .turn = nullptr} {
  const bool even = length % 2 == 0;
  const std::int32_t n = complex_.view().length;
  std::vector<std::int32_t> mode_at(packs());
  for (std::int32_t k = 0; k < n; ++k) mode_at[std::size_t(complex_.place(k))] = k;
  const auto add = [&](std::int32_t mode) {
    pairs_.push_back({.here = complex_.place(mode), .opposite = complex_.place((n - mode) % n)});
    if (even) append(turn_, root_of_unity(mode, length) * std::complex<double>(0, -1));
  };
  for (const std::int32_t mode : mode_at) {
    if (complex_.place(mode) <= complex_.place((n - mode) % n)) add(mode);
  }
  const std::size_t pairs_of_block = even ? 4 : 8;
  while (pairs_.size() % pairs_of_block != 0) add(0);
  view_.mode_blocks = std::int32_t(pairs_.size() / pairs_of_block);
  view_.pairs = pairs_.data();
  if (even) view_.turn = turn_.data();
}

}  // namespace yieldscape
