#include "hdf5_types.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <numeric>

namespace yieldscape::hdf5 {

namespace {

Handle copy_of(hid_t type) {
  return check(H5Tcopy(type), H5Tclose, "copy a type");
}

}  // namespace

std::string about(std::string_view action, const std::string& path) {
  return fmt::format("{} '{}'", action, path);
}

Handle text_type(std::size_t bytes) {
  auto type = check(H5Tcopy(H5T_C_S1), H5Tclose, "create a text type");
  check(H5Tset_size(type.id(), std::max<std::size_t>(1, bytes)), "set the length of a text");
  check(H5Tset_cset(type.id(), H5T_CSET_UTF8), "set the character set of a text");
  if (bytes != H5T_VARIABLE) check(H5Tset_strpad(type.id(), H5T_STR_NULLPAD), "set the padding of a text");
  return type;
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

std::uint64_t product(const Shape& shape) noexcept {
  return std::accumulate(shape.begin(), shape.end(), std::uint64_t{1}, std::multiplies{});
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

}  // namespace yieldscape::hdf5
