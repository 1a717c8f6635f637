#include "group_plan.hpp"

#include <fmt/format.h>

#include <numeric>

namespace yieldscape {

namespace {

using hdf5::ElementType;
using Role = PlannedDataset::Role;

std::vector<std::pair<std::string, std::string>> attributes_of(const Description& what) {
  return {{"units", what.unit},
          {"long_name", what.long_name},
          {"symbol", what.symbol},
          {"equation", what.equation}};
}

template <typename T>
std::vector<std::byte> bytes_of(const std::vector<T>& values) {
  const auto view = std::as_bytes(std::span(values));
  return {view.begin(), view.end()};
}

}  // namespace

void GroupPlan::scale(const Description& what, const std::vector<double>& values) {
  add(what, {ElementType::float64, {values.size()}}, {}, bytes_of(values), Role::scale);
}

void GroupPlan::count(const Description& what, std::uint64_t length) {
  std::vector<std::int64_t> values(length);
  std::iota(values.begin(), values.end(), std::int64_t{0});
  add(what, {ElementType::int64, {length}}, {}, bytes_of(values), Role::scale);
}

void GroupPlan::dimension(const Description& what, std::uint64_t length) {
  add(what, {ElementType::float64, {length}}, {}, {}, Role::dimension);
}

void GroupPlan::numbers(const Description& what, const std::vector<std::string>& scales,
                        const std::vector<double>& values) {
  add(what, {ElementType::float64, {values.size()}}, scales, bytes_of(values));
}

void GroupPlan::integers(const Description& what, const std::vector<std::string>& scales,
                         const std::vector<std::int64_t>& values) {
  add(what, {ElementType::int64, {values.size()}}, scales, bytes_of(values));
}

void GroupPlan::texts(const Description& what, const std::vector<std::string>& scales,
                      std::vector<std::string> values) {
  add(what, {ElementType::texts, {values.size()}}, scales, {}).texts = std::move(values);
}

void GroupPlan::text(const Description& what, const std::string& value) {
  // The closing zero is part of it: netCDF-C 4.9.0 does not add one of its own.
  const std::vector<char> characters(value.c_str(), value.c_str() + value.size() + 1);
  add(what, {ElementType::text, {}, characters.size()}, {}, bytes_of(characters));
}

PlannedDataset& GroupPlan::later(const Description& what, ElementType type, hdf5::Shape shape,
                                 const std::vector<std::string>& scales) {
  return add(what, {type, std::move(shape)}, scales, {});
}

std::string GroupPlan::path(std::string_view name) const {
  return fmt::format("{}/{}", path_, name);
}

PlannedDataset& GroupPlan::add(const Description& what, hdf5::Format format,
                               const std::vector<std::string>& scales, std::vector<std::byte> content,
                               Role role) {
  std::vector<std::string> scale_paths;
  for (const auto& name : scales) scale_paths.push_back(name.starts_with('/') ? name : path(name));
  plan_.datasets.push_back({path(what.name),
                            std::move(format),
                            std::move(scale_paths),
                            role,
                            attributes_of(what),
                            {},
                            std::move(content)});
  return plan_.datasets.back();
}

Description point_axis() {
  return {"point", "number of the parameter point", "p", "1", "position in the configuration"};
}

Description realization_axis() {
  return {"realization", "number of the realization", "", "1", "counted from 0"};
}

std::vector<double> strains_of(const StrainGrid& grid) {
  std::vector<double> strains(grid.count);
  for (std::size_t k = 0; k < grid.count; ++k) strains[k] = grid.strain(k);
  return strains;
}

}  // namespace yieldscape
