#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "result_plan.hpp"

namespace yieldscape {

/// What a dataset means.
struct Description {
  std::string name;
  std::string long_name;
  std::string symbol;
  std::string unit;
  std::string equation;
};

/// Adds the datasets of one group to a plan. Scales are named within the group, or by a full path.
class GroupPlan {
 public:
  GroupPlan(ResultPlan& plan, std::string path) : plan_(plan), path_(std::move(path)) {}

  void scale(const Description& what, const std::vector<double>& values);
  /// A coordinate that only counts: 0, 1, …
  void count(const Description& what, std::uint64_t length);
  void dimension(const Description& what, std::uint64_t length);
  void numbers(const Description& what, const std::vector<std::string>& scales,
               const std::vector<double>& values);
  void integers(const Description& what, const std::vector<std::string>& scales,
                const std::vector<std::int64_t>& values);
  void texts(const Description& what, const std::vector<std::string>& scales,
             std::vector<std::string> values);
  void text(const Description& what, const std::string& value);
  /// One that is written later.
  PlannedDataset& later(const Description& what, hdf5::ElementType type, hdf5::Shape shape,
                        const std::vector<std::string>& scales);

 private:
  [[nodiscard]] std::string path(std::string_view name) const;
  PlannedDataset& add(const Description& what, hdf5::Format format, const std::vector<std::string>& scales,
                      std::vector<std::byte> content, PlannedDataset::Role role = PlannedDataset::Role::data);

  ResultPlan& plan_;
  std::string path_;
};

// Coordinates that several groups have.
[[nodiscard]] Description point_axis();
[[nodiscard]] Description realization_axis();
[[nodiscard]] std::vector<double> strains_of(const StrainGrid& grid);

}  // namespace yieldscape
