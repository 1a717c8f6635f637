#pragma once

#include "yieldscape/observe/measure.hpp"
#include "yieldscape/observe/records.hpp"

namespace yieldscape {

/// Takes down what RecordSpec asks for while a realization runs.
class Recorder {
 public:
  /// `strains`: length of the strain grid. `keep_maps`: whether this realization is one whose fields are
  /// kept. `gather`: where each process keeps a part of the state; those that it leaves without numbers get
  /// curves, maps and histograms that mean nothing.
  Recorder(const RecordSpec& spec, std::size_t strains, bool keep_maps, SimdPath path = best_simd_path(),
           GatherNumbers gather = {});

  /// Goes on where these records end.
  void resume(Records records) { records_ = std::move(records); }

  void at_strain(std::size_t grid, const Snapshot& snapshot);
  void after_avalanche(const Avalanche& avalanche);

  [[nodiscard]] const Records& records() const noexcept { return records_; }
  [[nodiscard]] Records take() && { return std::move(records_); }

 private:
  RecordSpec spec_;
  bool keep_maps_;
  SimdPath path_;
  GatherNumbers gather_;
  Records records_;
};

}  // namespace yieldscape
