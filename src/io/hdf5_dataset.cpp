#include <algorithm>

#include "hdf5_types.hpp"
#include "yieldscape/core/contracts.hpp"

namespace yieldscape::hdf5 {

namespace {

struct Selection {
  Handle memory;
  Handle file;
};

Selection select(const Format& format, const Region& region) {
  Selection selection{space_of(format.shape.empty() ? Shape{} : Shape{elements(region)}),
                      space_of(format.shape)};
  if (format.shape.empty()) return selection;
  check(H5Sselect_none(selection.file.id()), "select nothing");
  if (elements(region) == 0) check(H5Sselect_none(selection.memory.id()), "select nothing");
  auto how = H5S_SELECT_SET;
  for (const Slab& slab : region) {
    EXPECTS(slab.start.size() == format.shape.size() && slab.count.size() == format.shape.size());
    if (product(slab.count) == 0) continue;
    const std::vector<hsize_t> start(slab.start.begin(), slab.start.end());
    const std::vector<hsize_t> count(slab.count.begin(), slab.count.end());
    check(H5Sselect_hyperslab(selection.file.id(), how, start.data(), nullptr, count.data(), nullptr),
          "select a part of a dataset");
    how = H5S_SELECT_OR;
  }
  return selection;
}

}  // namespace

Handle create_dataset(const File& file, const std::string& path, const Format& format, Storage storage) {
  auto creation = check(H5Pcreate(H5P_DATASET_CREATE), H5Pclose, "create a property list");
  check(H5Pset_layout(creation.id(), H5D_CONTIGUOUS), "set a property");
  // Texts of any length are references, which must not be left to chance; all else is written in full.
  if (format.type != ElementType::texts) {
    check(H5Pset_fill_time(creation.id(), H5D_FILL_TIME_NEVER), "set a property");
  }
  check(H5Pset_obj_track_times(creation.id(), false), "set a property");
  check(H5Pset_alloc_time(creation.id(),
                          storage == Storage::contiguous ? H5D_ALLOC_TIME_EARLY : H5D_ALLOC_TIME_LATE),
        "set a property");
  return check(H5Dcreate2(file.id(), path.c_str(), file_type(format).id(), space_of(format.shape).id(),
                          H5P_DEFAULT, creation.id(), H5P_DEFAULT),
               H5Dclose, about("create dataset", path));
}

Handle open_dataset(const File& file, const std::string& path) {
  return check(H5Dopen2(file.id(), path.c_str(), H5P_DEFAULT), H5Dclose, about("open dataset", path));
}

Format format_of(const Handle& dataset, const std::string& path) {
  const auto space = check(H5Dget_space(dataset.id()), H5Sclose, about("examine", path));
  const auto type = check(H5Dget_type(dataset.id()), H5Tclose, about("examine", path));
  Format format;
  const int rank = H5Sget_simple_extent_ndims(space.id());
  if (rank < 0) fail(about("examine", path));
  std::vector<hsize_t> dims(static_cast<std::size_t>(rank));
  if (rank > 0 && H5Sget_simple_extent_dims(space.id(), dims.data(), nullptr) < 0)
    fail(about("examine", path));
  format.shape.assign(dims.begin(), dims.end());
  switch (H5Tget_class(type.id())) {
    case H5T_FLOAT:
      format.type = ElementType::float64;
      break;
    case H5T_INTEGER:
      format.type = H5Tget_size(type.id()) == 1 ? ElementType::int8 : ElementType::int64;
      break;
    case H5T_STRING:
      format.type = H5Tis_variable_str(type.id()) > 0 ? ElementType::texts : ElementType::text;
      if (format.type == ElementType::text) format.text_bytes = H5Tget_size(type.id());
      break;
    default:
      fail(about("use a type that is neither a number nor a text, of", path));
  }
  return format;
}

std::optional<std::uint64_t> offset_of(const Handle& dataset) {
  const haddr_t offset = H5Dget_offset(dataset.id());
  return offset == HADDR_UNDEF ? std::nullopt : std::optional<std::uint64_t>(offset);
}

void write_texts(const Handle& dataset, const std::vector<std::string>& texts, const std::string& path) {
  std::vector<const char*> pointers;
  for (const auto& text : texts) pointers.push_back(text.c_str());
  check(H5Dwrite(dataset.id(), text_type(H5T_VARIABLE).id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()),
        about("write dataset", path));
}

void write(const Handle& dataset, const Format& format, const Region& region,
           std::span<const std::byte> bytes, const std::string& path) {
  EXPECTS(bytes.size() == elements(region) * format.element_bytes());
  const auto selection = select(format, region);
  check(H5Dwrite(dataset.id(), memory_type(format).id(), selection.memory.id(), selection.file.id(),
                 H5P_DEFAULT, bytes.data()),
        about("write dataset", path));
}

void read(const Handle& dataset, const Format& format, const Region& region, std::span<std::byte> bytes,
          const std::string& path) {
  EXPECTS(bytes.size() == elements(region) * format.element_bytes());
  const auto selection = select(format, region);
  check(H5Dread(dataset.id(), memory_type(format).id(), selection.memory.id(), selection.file.id(),
                H5P_DEFAULT, bytes.data()),
        about("read dataset", path));
}

Region whole(const Format& format) {
  return {Slab{Shape(format.shape.size(), 0), format.shape}};
}

std::uint64_t elements_before(const Shape& shape, const Shape& place) noexcept {
  std::uint64_t before = 0;
  for (std::size_t i = 0; i < shape.size(); ++i) before = before * shape[i] + place[i];
  return before;
}

std::uint64_t elements(const Region& region) noexcept {
  std::uint64_t sum = 0;
  for (const Slab& slab : region) sum += product(slab.count);
  return sum;
}

}  // namespace yieldscape::hdf5
