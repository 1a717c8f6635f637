#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "yieldscape/core/hash.hpp"
#include "yieldscape/model/params.hpp"

namespace yieldscape {

/// One parameter point of an ensemble. Its canonical text holds every parameter that affects the physics,
/// sorted, defaults filled in, numbers in their shortest exact form; the hash of the text is its identity.
/// Labels and the number of realizations are not part of it.
class Point {
 public:
  struct Labels {
    std::string name;      ///< unique within the ensemble
    std::string glass;     ///< as configured; empty: none
    std::string scenario;  ///< disordered or rejuvenation
  };

  Point(Labels labels, ModelParams params, std::uint32_t realizations);

  [[nodiscard]] const Labels& labels() const noexcept { return labels_; }
  [[nodiscard]] const ModelParams& params() const noexcept { return params_; }
  [[nodiscard]] std::uint32_t realizations() const noexcept { return realizations_; }
  /// Lines "key = value\n", sorted by key.
  [[nodiscard]] const std::string& canonical_text() const noexcept { return canonical_; }
  [[nodiscard]] Hash128 hash() const noexcept { return hash_; }

 private:
  Labels labels_;
  ModelParams params_;
  std::uint32_t realizations_;
  std::string canonical_;
  Hash128 hash_;
};

/// The canonical text of a parameter set; the keys are those of the configuration file.
[[nodiscard]] std::string canonical_text(const ModelParams& params);

}  // namespace yieldscape
