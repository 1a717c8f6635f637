#include <algorithm>

#include "hdf5_types.hpp"

namespace yieldscape::hdf5 {

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
