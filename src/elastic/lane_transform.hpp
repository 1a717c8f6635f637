#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "transform_view.hpp"

namespace yieldscape {

/// The plan of a transform of one length, done on eight signals at once: see TransformView.
class LaneTransform {
 public:
  explicit LaneTransform(int length);
  LaneTransform(const LaneTransform&) = delete;  // the view points into it
  LaneTransform& operator=(const LaneTransform&) = delete;

  [[nodiscard]] const TransformView& view() const noexcept { return view_; }
  /// Packs that scratch must have room for.
  [[nodiscard]] std::size_t scratch_packs() const noexcept {
    return std::size_t(padded_ ? padded_->view_.length : 0);
  }
  /// The pack at which mode k lies.
  [[nodiscard]] std::int32_t place(std::int32_t mode) const noexcept { return place_[std::size_t(mode)]; }

  /// 1 for radix passes; two transforms of the padded length otherwise.
  [[nodiscard]] double relative_cost() const noexcept {
    return padded_ ? 2 * double(padded_->view_.length) / double(view_.length) : 1;
  }

 private:
  void plan_passes();
  void plan_padding();

  std::vector<std::int32_t> radix_;
  std::vector<std::vector<double>> twiddles_;
  std::vector<const double*> twiddle_of_pass_;
  std::vector<std::int32_t> place_;
  std::unique_ptr<LaneTransform> padded_;
  std::vector<double> chirp_;
  std::vector<double> chirp_transform_;
  TransformView view_;
};

/// The plan of a transform of eight real signals: see RealTransformView.
class RealLaneTransform {
 public:
  explicit RealLaneTransform(int length);

  [[nodiscard]] const RealTransformView& view() const noexcept { return view_; }
  /// Packs of a group of eight signals.
  [[nodiscard]] std::size_t packs() const noexcept { return std::size_t(complex_.view().length); }
  [[nodiscard]] std::size_t scratch_packs() const noexcept { return complex_.scratch_packs(); }

  /// That of the complex transform; twice as much for an odd length.
  [[nodiscard]] double relative_cost() const noexcept {
    return complex_.relative_cost() * (view_.is_even() ? 1 : 2);
  }

 private:
  LaneTransform complex_;
  std::vector<ModePair> pairs_;
  std::vector<double> turn_;
  RealTransformView view_;
};

}  // namespace yieldscape
