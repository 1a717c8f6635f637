#include <fmt/format.h>
#include <hdf5_hl.h>

#include <map>

#include "result_plan.hpp"
#include "yieldscape/core/contracts.hpp"
#include "yieldscape/io/file.hpp"

namespace yieldscape {

namespace {

using Role = PlannedDataset::Role;

/// The library's own structures: a generous guess, so that a full disk shows before anything is written.
constexpr std::uint64_t structure_bytes_per_dataset = 8 * 1024;
constexpr std::uint64_t structure_bytes = 256 * 1024;

/// How netCDF marks a dimension that has no values; others read it as an ordinary dimension scale.
std::string dimension_name(const PlannedDataset& dataset) {
  return fmt::format("This is a netCDF dimension but not a netCDF variable. {:9}",
                     dataset.format.shape.front());
}

hdf5::Handle create(const hdf5::File& file, const PlannedDataset& planned) {
  hdf5::make_group(file, planned.path.substr(0, planned.path.rfind('/')));
  const auto storage = planned.role == Role::dimension ? hdf5::Storage::none : hdf5::Storage::contiguous;
  auto dataset = hdf5::create_dataset(file, planned.path, planned.format, storage);
  for (const auto& [name, value] : planned.attributes) hdf5::set_text_attribute(dataset.id(), name, value);
  if (!planned.flag_values.empty())
    hdf5::set_int8_attribute(dataset.id(), "flag_values", planned.flag_values);
  if (!planned.content.empty()) {
    EXPECTS(planned.content.size() == planned.format.bytes());
    hdf5::write(dataset, planned.format, hdf5::whole(planned.format), planned.content, planned.path);
  }
  if (!planned.texts.empty()) hdf5::write_texts(dataset, planned.texts, planned.path);
  if (planned.role != Role::data) {
    const std::string name = planned.role == Role::dimension
                                 ? dimension_name(planned)
                                 : planned.path.substr(planned.path.rfind('/') + 1);
    hdf5::check(H5DSset_scale(dataset.id(), name.c_str()),
                fmt::format("make '{}' a dimension scale", planned.path));
  }
  return dataset;
}

}  // namespace

void create_result(const std::filesystem::path& path, const ResultPlan& plan) {
  {
    File room = File::overwrite(path);
    room.reserve(plan.bytes() + structure_bytes + structure_bytes_per_dataset * plan.datasets.size());
    room.close();
  }
  auto file = hdf5::File::create(path);
  {
    for (const auto& [name, value] : plan.attributes) hdf5::set_text_attribute(file.id(), name, value);
    std::map<std::string, hdf5::Handle> scales;
    for (const auto& planned : plan.datasets) {
      auto dataset = create(file, planned);
      EXPECTS(planned.scales.empty() || planned.scales.size() == planned.format.shape.size());
      for (unsigned axis = 0; axis < planned.scales.size(); ++axis) {
        hdf5::check(H5DSattach_scale(dataset.id(), scales.at(planned.scales[axis]).id(), axis),
                    fmt::format("attach the scale '{}' to '{}'", planned.scales[axis], planned.path));
      }
      if (planned.role != Role::data) scales.emplace(planned.path, std::move(dataset));
    }
  }
  file.close();
  // The space is taken for good: a full disk shows here, not when hours of writing are done.
  File whole = File::open_to_append(path);
  whole.reserve(whole.size());
  whole.close();
}

}  // namespace yieldscape
