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

  [[nodiscard]] const TransformView& view() const noexcept { return view_; }
  /// Packs that data and scratch must have room for.
  [[nodiscard]] std::size_t room() const noexcept {
    return std::size_t(padded_ ? padded_->view_.length : view_.length);
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
