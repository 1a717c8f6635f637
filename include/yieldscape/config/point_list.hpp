#pragma once

#include <map>
#include <string>
#include <vector>

#include "yieldscape/config/layer.hpp"
#include "yieldscape/config/point_reader.hpp"
#include "yieldscape/config/sweep.hpp"

namespace yieldscape {

/// One entry of `points`, or the top of a file that has none.
struct PointEntry {
  Layer layer;
  std::string name;  ///< given, or made from the keys it overrides
  Place place;
};

/// The `name` given in a layer; empty if there is none.
[[nodiscard]] std::string name_in(const Layer& layer);

/// Reads `points`; no entries after diagnostics. Names are not made of keys that are overridden anyway.
[[nodiscard]] std::vector<PointEntry> read_points(const Node& points, const Layer& overrides,
                                                  Reading& reading);

/// A named set of keys.
struct Glass {
  Layer layer;
  bool readable = true;
};
using Glasses = std::map<std::string, Glass>;

/// Reads `glasses`: names of sets of keys, each a mapping or the path of a YAML file.
[[nodiscard]] Glasses read_glasses(const Node& glasses, Reading& reading);

/// One parameter point before it is interpreted: all layers laid over each other.
struct PlannedPoint {
  Layer layer;
  std::string name;
  const PointEntry* entry = nullptr;
  std::vector<const AxisValue*> steps;  ///< one of each axis
};

/// What tells `point` from `other`: the value of the sweep, or else the entry of the list.
[[nodiscard]] Place difference(const PlannedPoint& point, const PlannedPoint& other);

/// All layers a configuration has, from which its points are made.
struct PointPlan {
  Layer top;
  Glasses glasses;
  std::vector<PointEntry>
      entries;  ///< at least one: the top of the file alone is an entry that changes nothing
  std::vector<Axis> axes;
  Layer overrides;
  Place place;  ///< of `points`, else of `sweep`, else of the document
};

/// Every entry crossed with every axis, the last axis running fastest; points whose glass cannot be had are
/// left out. The result refers to `plan`, which must have an entry.
[[nodiscard]] std::vector<PlannedPoint> expand(const PointPlan& plan, Reading& reading);

/// Diagnoses two points of the same parameters.
void report_same(const PointPlan& plan, const PlannedPoint& point, const PlannedPoint& other,
                 Reading& reading);

}  // namespace yieldscape
