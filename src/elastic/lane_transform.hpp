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
  /// Packs that data and scratch must have room for.
  [[nodiscard]] std::size_t room() const noexcept {
    return std::size_t(padded_ ? padded_->view_.length : view_.length);
  }

  /// 1 for radix passes; two transforms of the padded length otherwise.
  [[nodiscard]] double relative_cost() const noexcept {
    return padded_ ? 2 * double(padded_->view_.length) / double(view_.length) : 1;
  }

 private:
  void plan_passes();
  void plan_padding();

  std::vector<std::int32_t> radix_;
  std::vector<double> twiddle_;
  std::unique_ptr<LaneTransform> padded_;
  std::vector<double> chirp_;
  std::vector<double> chirp_transform_;
  TransformView view_;
};

}  // namespace yieldscape
