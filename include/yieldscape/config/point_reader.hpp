#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "yieldscape/config/disorder.hpp"
#include "yieldscape/config/layer.hpp"
#include "yieldscape/model/params.hpp"

namespace yieldscape {

/// A parameter point before it has a name.
struct PointValues {
  ModelParams params;
  std::string glass;
  std::string scenario;
  std::uint32_t realizations = 0;
};

/// Turns layered settings into the parameters of points.
class PointReader {
 public:
  explicit PointReader(TableLibrary& tables) : tables_(tables), disorder_(tables) {}

  /// nullopt after diagnostics. Leaves in `layer` exactly the settings that have a meaning, defaults
  /// included.
  [[nodiscard]] std::optional<PointValues> read(Layer& layer, const Place& place, Reading& reading);

 private:
  [[nodiscard]] std::optional<KernelSpec> kernel(PointSettings& point, const std::optional<Lattice>& lattice);

  TableLibrary& tables_;
  DisorderReader disorder_;
};

}  // namespace yieldscape
