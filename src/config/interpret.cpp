#include "interpret.hpp"

#include <fmt/format.h>

#include <map>

#include "resolved_text.hpp"
#include "yieldscape/config/ensemble_reader.hpp"
#include "yieldscape/config/overrides.hpp"
#include "yieldscape/config/point_list.hpp"
#include "yieldscape/config/table_library.hpp"

namespace yieldscape {
namespace {

constexpr std::size_t max_name_bytes = 200;

/// The document of `text`, which becomes the first source of the reading; throws ConfigurationError if there
/// is none.
NodePtr open_document(SourceText text, Reading& reading) {
  reading.sources.push_back(std::move(text));
  const NodePtr root = parse_document(reading.sources.back(), reading.diagnostics);
  if (root && root->kind != NodeKind::mapping) {
    reading.diagnostics.error(
        root->place, fmt::format("a configuration is a mapping of keys to values; got {}", describe(*root)));
  }
  reading.diagnostics.throw_if_any();
  return root;
}

const Node::Entry* find_entry(const Node& mapping, std::string_view key) {
  for (const Node::Entry& entry : mapping.entries) {
    if (entry.key == key) return &entry;
  }
  return nullptr;
}

PointPlan read_plan(const Node& root, Layer overrides, const std::string& name, Reading& reading) {
  PointPlan plan;
  plan.place = root.place;
  plan.overrides = std::move(overrides);
  collect(root, {Role::top, {}}, plan.top, reading);
  if (const auto* glasses = find_entry(root, "glasses"))
    plan.glasses = read_glasses(*glasses->value, reading);
  if (const auto* sweep = find_entry(root, "sweep")) {
    plan.axes = read_sweep(*sweep->value, plan.overrides, reading);
    plan.place = sweep->key_place;
  }
  if (const auto* points = find_entry(root, "points")) {
    plan.entries = read_points(*points->value, plan.overrides, reading);
    if (const Setting* given = plan.overrides[key("name")]; given != nullptr) {
      reading.diagnostics.error(given->node->place,
                                "each of 'points' has a name of its own; override 'points' instead");
    }
    plan.place = points->key_place;
  }
  if (plan.entries.empty()) {
    const std::string given = name_in(plan.overrides).empty() ? name_in(plan.top) : name_in(plan.overrides);
    plan.entries.push_back({{}, given.empty() && plan.axes.empty() ? name : given, root.place});
  }
  return plan;
}

/// Names end up in the result file as they are.
void check_name(const PlannedPoint& point, Reading& reading) {
  if (point.name.size() <= max_name_bytes && printable(point.name, max_name_bytes) == point.name) return;
  reading.diagnostics.error(point.entry->place,
                            fmt::format("the name '{}' has more than {} bytes or unprintable characters",
                                        printable(point.name), max_name_bytes));
}

/// Reads the points of `plan` into `config`; leaves in their layers what has a meaning.
void read_points_of(const PointPlan& plan, std::vector<PlannedPoint>& points, RunConfig& config,
                    const TableSource& tables, Reading& reading) {
  TableLibrary library(tables);
  PointReader point_reader(library);
  std::map<std::string, const PlannedPoint*> by_name;
  std::map<Hash128, const PlannedPoint*> by_hash;
  for (PlannedPoint& point : points) {
    check_name(point, reading);
    const auto values = point_reader.read(point.layer, point.entry->place, reading);
    if (values) {
      Point::Labels labels{point.name, values->glass, values->scenario};
      config.ensemble.points.emplace_back(std::move(labels), values->params, values->realizations);
      const auto [same, is_new] = by_hash.emplace(config.ensemble.points.back().hash(), &point);
      if (!is_new) {
        report_same(plan, point, *same->second, reading);
        continue;
      }
    }
    const auto [same, is_new] = by_name.emplace(point.name, &point);
    if (!is_new) {
      reading.diagnostics.error(
          difference(point, *same->second),
          fmt::format("two points are named '{}'; give one of them another 'name'", point.name));
    }
  }
}

}  // namespace

RunConfig interpret(SourceText text, const std::string& name, std::span<const std::string> overrides,
                    const TableSource& tables, const std::string& only) {
  Reading reading;
  const NodePtr document = open_document(std::move(text), reading);
  const Overridden overridden = apply_overrides(document, overrides, reading);
  const Node& root = *overridden.root;
  const PointPlan plan = read_plan(root, overridden.layer, name, reading);

  RunConfig config;
  Layer ensemble_layer = plan.top;
  ensemble_layer.overlay(plan.overrides);
  config.ensemble = read_ensemble(ensemble_layer, root.place, reading);
  std::vector<PlannedPoint> points = expand(plan, reading);
  if (!only.empty()) std::erase_if(points, [&](const PlannedPoint& point) { return point.name != only; });
  read_points_of(plan, points, config, tables, reading);
  check_engine(ensemble_layer, root.place, config.ensemble, reading);
  if (const auto* ranks = find_entry(root, "ranks_per_realization")) {
    config.ranks_per_realization = read_ranks(*ranks->value, reading);
    check_ranks(*ranks->value, config.ranks_per_realization, config.ensemble, reading);
  }
  reading.diagnostics.throw_if_any();

  config.text_given = reading.sources.front().text;
  for (const std::string& change : overrides) {
    config.text_given += fmt::format("# --set {}\n", printable(change, 1000));
  }
  config.text_resolved = resolved_text(ensemble_layer, points, config.ranks_per_realization);
  return config;
}

}  // namespace yieldscape
