#include "yieldscape/io/read_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <optional>
#include <sstream>

#include "hdf5.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/io/file.hpp"

namespace yieldscape {

namespace {

using TableColumns = std::vector<std::vector<double>>;

constexpr std::uint64_t largest_table = std::uint64_t(1) << 30;
constexpr std::size_t longest_quote = 40;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
constexpr std::array<unsigned char, 8> hdf5_signature{0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

[[noreturn]] void refuse(const std::filesystem::path& path, std::size_t line, const std::string& what) {
  throw ConfigurationError(fmt::format("{}:{}: {}", path.string(), line, what));
}

std::string quote(std::string_view text) {
  std::string quoted(text.substr(0, longest_quote));
  std::ranges::replace_if(
      quoted, [](unsigned char c) { return c < 0x20 || c == 0x7f; }, '?');
  return fmt::format("'{}'{}", quoted, text.size() > longest_quote ? "…" : "");
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}
bool is_separator(char c) {
  return c == ',' || c == ';';
}

/// Words of a line; between two commas or semicolons there may be an empty one.
std::vector<std::string_view> split(std::string_view line) {
  line = line.substr(0, line.find('#'));
  std::vector<std::string_view> words;
  std::size_t i = 0;
  const auto skip_space = [&] {
    while (i < line.size() && is_space(line[i])) ++i;
  };
  skip_space();
  while (i < line.size()) {
    const std::size_t begin = i;
    while (i < line.size() && !is_space(line[i]) && !is_separator(line[i])) ++i;
    words.push_back(line.substr(begin, i - begin));
    skip_space();
    if (i < line.size() && is_separator(line[i])) {
      ++i;
      skip_space();
      if (i == line.size()) words.emplace_back();
    }
  }
  return words;
}

std::optional<double> number(std::string_view word) {
  if (word.starts_with('+')) word.remove_prefix(1);
  double value = 0;
  const auto [rest, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (error != std::errc() || rest != word.data() + word.size()) return std::nullopt;
  return value;
}

double checked_number(const std::filesystem::path& path, std::size_t line, std::string_view word) {
  const auto value = number(word);
  if (word.empty()) refuse(path, line, "a number is missing between two separators");
  if (!value) refuse(path, line, fmt::format("{} is not a number (or too large for one)", quote(word)));
  if (!std::isfinite(*value)) refuse(path, line, fmt::format("{} is not a finite number", quote(word)));
  return *value;
}

TableColumns read_text_table(const std::filesystem::path& path) {
  std::string text = read_text(path, largest_table);
  if (text.starts_with(byte_order_mark)) text.erase(0, byte_order_mark.size());
  if (text.find('\0') != std::string::npos) {
    refuse(path, 1, "the file is binary; expected a text table or HDF5 with a dataset named");
  }
  TableColumns columns;
  std::istringstream lines(text);
  std::string line;
  bool header_allowed = true;
  for (std::size_t place = 1; std::getline(lines, line); ++place) {
    const auto words = split(line);
    if (words.empty()) continue;
    const bool is_header =
        header_allowed && std::ranges::none_of(words, [](auto word) { return number(word).has_value(); });
    header_allowed = false;
    if (is_header) continue;
    if (columns.empty()) columns.resize(words.size());
    if (words.size() != columns.size()) {
      refuse(path, place,
             fmt::format("{} columns where the lines before have {}: {}", words.size(), columns.size(),
                         quote(line)));
    }
    for (std::size_t i = 0; i < words.size(); ++i)
      columns[i].push_back(checked_number(path, place, words[i]));
  }
  if (columns.empty()) refuse(path, 1, "no numbers in this file");
  return columns;
}

TableColumns read_hdf5_table(const std::filesystem::path& path, const std::string& dataset) {
  const auto refuse_dataset = [&](const std::string& what) {
    throw ConfigurationError(fmt::format("{}: dataset '{}': {}", path.string(), dataset, what));
  };
  if (dataset.empty()) {
    throw ConfigurationError(
        fmt::format("{} is an HDF5 file: name the dataset to read (dataset: NAME)", path.string()));
  }
  const auto file = hdf5::File::open_to_read(path);
  const std::string name = dataset.starts_with('/') ? dataset : "/" + dataset;
  if (!hdf5::exists(file, name)) refuse_dataset("there is none of this name");
  const auto handle = hdf5::open_dataset(file, name);
  auto format = hdf5::format_of(handle, name);
  const std::size_t rank = format.shape.size();
  if (format.type == hdf5::ElementType::text || format.type == hdf5::ElementType::texts)
    refuse_dataset("holds text, not numbers");
  if (rank != 1 && rank != 2) refuse_dataset(fmt::format("has {} dimensions; expected 1 or 2", rank));
  if (format.bytes() == 0) refuse_dataset("is empty");
  format.type = hdf5::ElementType::float64;
  if (format.bytes() > largest_table)
    refuse_dataset(fmt::format("has {} bytes, more than makes sense", format.bytes()));

  std::vector<double> values(hdf5::product(format.shape));
  hdf5::read(handle, format, hdf5::whole(format), std::as_writable_bytes(std::span(values)), name);
  TableColumns columns(rank == 1 ? 1 : format.shape[1]);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) refuse_dataset(fmt::format("element {} is not a finite number", i));
    columns[i % columns.size()].push_back(values[i]);
  }
  return columns;
}

bool is_hdf5(const std::filesystem::path& path) {
  const File file = File::open_to_read(path);
  std::array<std::byte, hdf5_signature.size()> first{};
  return file.read_at(0, first) == first.size() &&
         std::memcmp(first.data(), hdf5_signature.data(), first.size()) == 0;
}

}  // namespace

std::vector<std::vector<double>> read_table(const std::filesystem::path& path, const std::string& dataset) {
  return is_hdf5(path) ? read_hdf5_table(path, dataset) : read_text_table(path);
}

}  // namespace yieldscape
