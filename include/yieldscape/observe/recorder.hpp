#pragma once

#include "yieldscape/observe/measure.hpp"
#include "yieldscape/observe/records.hpp"

namespace yieldscape {

/// Takes down what RecordSpec asks for while a realization runs.
class Recorder {
 public:
  /// `strains`: length of the strain grid. `keep_maps`: whether this realization is one whose fields are
  /// kept.
  Recorder(const RecordSpec& spec, std::size_t strains, bool keep_maps, SimdPath path = best_simd_path());

  void at_strain(std::size_t grid, const Snapshot& snapshot);
  void after_avalanche(const Avalanche& avalanche);

  [[nodiscard]] Records take() && { return std::move(records_); }

 private:
  RecordSpec spec_;
  bool keep_maps_;
  SimdPath path_;
  Records records_;
};

}  // namespace yieldscape
