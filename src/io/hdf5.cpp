#include "hdf5.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>

#include "yieldscape/core/contracts.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/io/file.hpp"
#include "yieldscape/parallel/native.hpp"

namespace yieldscape::hdf5 {

namespace {

herr_t collect_reason(unsigned, const H5E_error2_t* error, void* reasons) {
  static_cast<std::vector<std::string>*>(reasons)->emplace_back(error->desc == nullptr ? "" : error->desc);
  return 0;
}

/// The innermost reason and the outermost one; between them are the library's own layers.
std::string reason() {
  std::vector<std::string> reasons;
  H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, collect_reason, &reasons);
  H5Eclear2(H5E_DEFAULT);
  if (reasons.empty()) return "no reason given";
  return reasons.size() == 1 ? reasons.front() : reasons.front() + "; " + reasons.back();
}

/// Errors become exceptions; the library need not print them too.
void be_quiet() {
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);
}

std::string about(std::string_view action, const std::string& path) {
  return fmt::format("{} '{}'", action, path);
}

Handle access_list(const Communicator* communicator) {
  auto list = check(H5Pcreate(H5P_FILE_ACCESS), H5Pclose, "create a property list");
  check(H5Pset_fclose_degree(list.id(), H5F_CLOSE_STRONG), "set a property");
  if (communicator != nullptr) {
    check(H5Pset_fapl_mpio(list.id(), native(*communicator), MPI_INFO_NULL), "choose the MPI-IO driver");
  }
  return list;
}

/// Groups list their members in the order of creation.
Handle group_list() {
  auto list = check(H5Pcreate(H5P_GROUP_CREATE), H5Pclose, "create a property list");
  check(H5Pset_link_creation_order(list.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED),
        "set a property");
  return list;
}

Handle text_type(std::size_t bytes) {
  auto type = check(H5Tcopy(H5T_C_S1), H5Tclose, "create a text type");
  check(H5Tset_size(type.id(), std::max<std::size_t>(1, bytes)), "set the length of a text");
  check(H5Tset_cset(type.id(), H5T_CSET_UTF8), "set the character set of a text");
  if (bytes != H5T_VARIABLE) check(H5Tset_strpad(type.id(), H5T_STR_NULLPAD), "set the padding of a text");
  return type;
}

Handle copy_of(hid_t type) {
  return check(H5Tcopy(type), H5Tclose, "copy a type");
}

Handle file_type(const Format& format) {
  switch (format.type) {
    case ElementType::float64:
      return copy_of(H5T_IEEE_F64LE);
    case ElementType::int64:
      return copy_of(H5T_STD_I64LE);
    case ElementType::int8:
      return copy_of(H5T_STD_I8LE);
    case ElementType::texts:
      return text_type(H5T_VARIABLE);
    case ElementType::text:
      break;
  }
  return text_type(format.text_bytes);
}

Handle memory_type(const Format& format) {
  switch (format.type) {
    case ElementType::float64:
      return copy_of(H5T_NATIVE_DOUBLE);
    case ElementType::int64:
      return copy_of(H5T_NATIVE_INT64);
    case ElementType::int8:
      return copy_of(H5T_NATIVE_INT8);
    case ElementType::texts:
      return text_type(H5T_VARIABLE);
    case ElementType::text:
      break;
  }
  return text_type(format.text_bytes);
}

Handle space_of(const Shape& shape) {
  if (shape.empty()) return check(H5Screate(H5S_SCALAR), H5Sclose, "create a scalar space");
  const std::vector<hsize_t> dims(shape.begin(), shape.end());
  return check(H5Screate_simple(int(dims.size()), dims.data(), nullptr), H5Sclose, "create a space");
}

struct Selection {
  Handle memory;
  Handle file;
};

Selection select(const Format& format, const Slab& slab) {
  Selection selection{space_of(slab.count), space_of(format.shape)};
  if (format.shape.empty()) return selection;
  EXPECTS(slab.start.size() == format.shape.size() && slab.count.size() == format.shape.size());
  if (product(slab.count) == 0) {
    check(H5Sselect_none(selection.memory.id()), "select nothing");
    check(H5Sselect_none(selection.file.id()), "select nothing");
    return selection;
  }
  const std::vector<hsize_t> start(slab.start.begin(), slab.start.end());
  const std::vector<hsize_t> count(slab.count.begin(), slab.count.end());
  check(
      H5Sselect_hyperslab(selection.file.id(), H5S_SELECT_SET, start.data(), nullptr, count.data(), nullptr),
      "select a part of a dataset");
  return selection;
}

}  // namespace

void fail(const std::string& action) {
  throw IoError(
      fmt::format("cannot {}: {}\n"
                  "Once the cause is gone, give the same command again: finished realizations are kept.",
                  action, reason()));
}

void check(herr_t result, const std::string& action) {
  if (result < 0) fail(action);
}

Handle check(hid_t id, Handle::Closer closer, const std::string& action) {
  if (id < 0) fail(action);
  return {id, closer};
}

std::uint64_t product(const Shape& shape) noexcept {
  return std::accumulate(shape.begin(), shape.end(), std::uint64_t{1}, std::multiplies{});
}

File File::create(const std::filesystem::path& path) {
  be_quiet();
  auto creation = check(H5Pcreate(H5P_FILE_CREATE), H5Pclose, "create a property list");
  check(H5Pset_link_creation_order(creation.id(), H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED),
        "set a property");
  return {check(H5Fcreate(path.c_str(), H5F_ACC_TRUNC, creation.id(), access_list(nullptr).id()), H5Fclose,
                about("create", path)),
          path};
}

File File::open_to_read(const std::filesystem::path& path) {
  be_quiet();
  static_cast<void>(yieldscape::File::open_to_read(path));  // says "no such file" in plain words
  return {
      check(H5Fopen(path.c_str(), H5F_ACC_RDONLY, access_list(nullptr).id()), H5Fclose, about("open", path)),
      path};
}

File File::open_to_write(const std::filesystem::path& path) {
  be_quiet();
  return {
      check(H5Fopen(path.c_str(), H5F_ACC_RDWR, access_list(nullptr).id()), H5Fclose, about("open", path)),
      path};
}

File File::open_parallel(const std::filesystem::path& path, const Communicator& communicator) {
  be_quiet();
  return {check(H5Fopen(path.c_str(), H5F_ACC_RDWR, access_list(&communicator).id()), H5Fclose,
                about("open in parallel", path)),
          path};
}

void File::close() {
  check(H5Fclose(handle_.release()), about("close", path_));
}

bool exists(const File& file, const std::string& path) {
  // H5Lexists wants every group on the way to exist.
  for (std::size_t end = path.find('/', 1); end != std::string::npos; end = path.find('/', end + 1)) {
    if (H5Lexists(file.id(), path.substr(0, end).c_str(), H5P_DEFAULT) <= 0) return false;
  }
  return H5Lexists(file.id(), path.c_str(), H5P_DEFAULT) > 0;
}

void make_group(const File& file, const std::string& path) {
  if (path.empty() || path == "/" || exists(file, path)) return;
  make_group(file, path.substr(0, path.rfind('/')));
  static_cast<void>(check(H5Gcreate2(file.id(), path.c_str(), H5P_DEFAULT, group_list().id(), H5P_DEFAULT),
                          H5Gclose, about("create group", path)));
}

std::size_t Format::element_bytes() const noexcept {
  switch (type) {
    case ElementType::float64:
    case ElementType::int64:
      return 8;
    case ElementType::int8:
      return 1;
    case ElementType::texts:
      return sizeof(hvl_t);  // a reference; the characters lie elsewhere
    case ElementType::text:
      break;
  }
  return std::max<std::size_t>(1, text_bytes);
}

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

void write(const Handle& dataset, const Format& format, const Slab& slab, std::span<const std::byte> bytes,
           Transfer transfer, const std::string& path) {
  EXPECTS(bytes.size() == product(slab.count) * format.element_bytes());
  const auto selection = select(format, slab);
  auto list = check(H5Pcreate(H5P_DATASET_XFER), H5Pclose, "create a property list");
  if (transfer == Transfer::collective) {
    check(H5Pset_dxpl_mpio(list.id(), H5FD_MPIO_COLLECTIVE), "ask for a collective transfer");
  }
  check(H5Dwrite(dataset.id(), memory_type(format).id(), selection.memory.id(), selection.file.id(),
                 list.id(), bytes.data()),
        about("write dataset", path));
}

void read(const Handle& dataset, const Format& format, const Slab& slab, std::span<std::byte> bytes,
          const std::string& path) {
  EXPECTS(bytes.size() == product(slab.count) * format.element_bytes());
  const auto selection = select(format, slab);
  check(H5Dread(dataset.id(), memory_type(format).id(), selection.memory.id(), selection.file.id(),
                H5P_DEFAULT, bytes.data()),
        about("read dataset", path));
}

Slab whole(const Format& format) {
  return {Shape(format.shape.size(), 0), format.shape};
}

void set_text_attribute(hid_t object, const std::string& name, std::string_view value) {
  const auto type = text_type(value.size());
  const auto space = space_of({});
  const auto attribute =
      check(H5Acreate2(object, name.c_str(), type.id(), space.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
            about("create attribute", name));
  const std::string bytes = value.empty() ? std::string(1, '\0') : std::string(value);
  check(H5Awrite(attribute.id(), type.id(), bytes.data()), about("write attribute", name));
}

void set_int8_attribute(hid_t object, const std::string& name, std::span<const std::int8_t> values) {
  const auto space = space_of({values.size()});
  const auto attribute =
      check(H5Acreate2(object, name.c_str(), H5T_STD_I8LE, space.id(), H5P_DEFAULT, H5P_DEFAULT), H5Aclose,
            about("create attribute", name));
  check(H5Awrite(attribute.id(), H5T_NATIVE_INT8, values.data()), about("write attribute", name));
}

std::optional<std::string> text_attribute(const File& file, const std::string& name) {
  if (H5Aexists(file.id(), name.c_str()) <= 0) return std::nullopt;
  const auto attribute =
      check(H5Aopen(file.id(), name.c_str(), H5P_DEFAULT), H5Aclose, about("open attribute", name));
  const auto type = check(H5Aget_type(attribute.id()), H5Tclose, about("examine attribute", name));
  if (H5Tget_class(type.id()) != H5T_STRING || H5Tis_variable_str(type.id()) > 0) return std::nullopt;
  std::string value(H5Tget_size(type.id()), '\0');
  check(H5Aread(attribute.id(), type.id(), value.data()), about("read attribute", name));
  return value.substr(0, value.find('\0'));
}

namespace {

template <typename T>
std::vector<T> read_whole(const File& file, const std::string& path, ElementType type) {
  const auto dataset = open_dataset(file, path);
  Format format = format_of(dataset, path);
  format.type = type;  // the library converts
  std::vector<T> values(product(format.shape));
  read(dataset, format, whole(format), std::as_writable_bytes(std::span(values)), path);
  return values;
}

}  // namespace

namespace {

std::vector<std::string> read_variable_texts(const Handle& dataset, const Format& format,
                                             const std::string& path) {
  const auto type = text_type(H5T_VARIABLE);
  const auto space = space_of(format.shape);
  std::vector<char*> pointers(product(format.shape));
  check(H5Dread(dataset.id(), type.id(), H5S_ALL, H5S_ALL, H5P_DEFAULT, pointers.data()),
        about("read dataset", path));
  std::vector<std::string> texts;
  for (const char* text : pointers) texts.emplace_back(text == nullptr ? "" : text);
  H5Dvlen_reclaim(type.id(), space.id(), H5P_DEFAULT, pointers.data());
  return texts;
}

}  // namespace

std::vector<double> read_numbers(const File& file, const std::string& path) {
  return read_whole<double>(file, path, ElementType::float64);
}

std::vector<std::int64_t> read_integers(const File& file, const std::string& path) {
  return read_whole<std::int64_t>(file, path, ElementType::int64);
}

std::vector<std::string> read_texts(const File& file, const std::string& path) {
  const auto dataset = open_dataset(file, path);
  const Format format = format_of(dataset, path);
  if (format.type == ElementType::texts) return read_variable_texts(dataset, format, path);
  std::vector<char> characters(format.bytes());
  read(dataset, format, whole(format), std::as_writable_bytes(std::span(characters)), path);
  std::vector<std::string> texts;
  for (std::uint64_t i = 0; i < product(format.shape); ++i) {
    const char* const text = characters.data() + i * format.element_bytes();
    texts.emplace_back(text, std::find(text, text + format.element_bytes(), '\0'));
  }
  return texts;
}

}  // namespace yieldscape::hdf5
