#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "yieldscape/config/layer.hpp"

namespace yieldscape {

/// Largest ensemble, points.
inline constexpr std::size_t max_points = 10'000;

/// One step of an axis: what it sets, and how a point made of it is called.
struct AxisValue {
  Layer layer;
  std::string label;  ///< "N=16" or, if the axis sweeps `name`, the name
  Place place;
};

/// Points are the product of all axes; the keys of one axis change together.
struct Axis {
  std::vector<AxisValue> values;
};

/// Reads `sweep`: `cross` (a list of mappings, each of them an axis whose keys are zipped, or a mapping of
/// keys that are axes each), `zip` (a mapping that is one axis), or keys themselves (axes each), all crossed.
/// Labels leave out keys that are overridden anyway. Values are a list, or a range {from, to, count, spacing:
/// linear | log} or {from, to, step}.
[[nodiscard]] std::vector<Axis> read_sweep(const Node& sweep, const Layer& overrides, Reading& reading);

/// The values of a list or a range, each as a node; empty after a diagnostic. Numbers of a range are rounded
/// to 12 digits, so that 0.1 + 2·0.1 is 0.3.
[[nodiscard]] std::vector<NodePtr> list_or_range(const std::string& name, const NodePtr& node,
                                                 Reading& reading);

/// Names of keys as short as they can be without meaning two of them: "N", "initial.mean".
[[nodiscard]] std::vector<std::string> short_names(const std::vector<std::string>& paths);

/// The value of a setting within the name of a point.
[[nodiscard]] std::string label_of(const Setting& setting);

}  // namespace yieldscape
