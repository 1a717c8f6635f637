#include "hdf5_types.hpp"

namespace yieldscape::hdf5 {

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

}  // namespace yieldscape::hdf5
