#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "yieldscape/config/read_config.hpp"
#include "yieldscape/core/error.hpp"

namespace yieldscape::test {

/// A configuration that lacks nothing; tests add to it.
inline constexpr std::string_view complete =
    "material: {shear_modulus: 14.7, bulk_modulus: 52}\n"
    "thresholds:\n"
    "  initial: {law: normal, mean: 1.14, std: 0.478}\n"
    "slip: {law: exponential, c0: 0.0626}\n";

/// Comma-separated numbers, lines with # skipped.
inline TableSource csv_tables() {
  return {[](const std::filesystem::path& file, const std::string& dataset) {
    if (!dataset.empty()) throw std::runtime_error("no dataset '" + dataset + "' in a CSV file");
    std::ifstream in(file);
    if (!in) throw std::runtime_error("No such file or directory");
    std::vector<std::vector<double>> columns;
    for (std::string line; std::getline(in, line);) {
      if (line.starts_with('#')) continue;
      std::istringstream row(line);
      std::size_t column = 0;
      for (std::string cell; std::getline(row, cell, ','); ++column) {
        if (columns.size() <= column) columns.emplace_back();
        columns[column].push_back(std::stod(cell));
      }
    }
    return columns;
  }};
}

/// A directory of its own, removed at the end.
class ScratchDirectory {
 public:
  ScratchDirectory() : path_(std::filesystem::temp_directory_path() / "yieldscape_config_XXXXXX") {
    std::string name = path_.string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
    path_ = name;
  }
  ~ScratchDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;

  std::filesystem::path write(const std::string& name, std::string_view text) const {
    std::ofstream(path_ / name, std::ios::binary) << text;
    return path_ / name;
  }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Reads `text` as the file config.yaml.
inline RunConfig read_text(std::string_view text, const std::vector<std::string>& overrides = {}) {
  const ScratchDirectory directory;
  return read_config(directory.write("config.yaml", text), overrides, csv_tables());
}

/// What is wrong with `text`, the path of the file cut off; empty if nothing is.
inline std::string errors_of(std::string_view text, const std::vector<std::string>& overrides = {}) {
  const ScratchDirectory directory;
  try {
    static_cast<void>(read_config(directory.write("config.yaml", text), overrides, csv_tables()));
    return {};
  } catch (const ConfigurationError& error) {
    std::string message = error.what();
    const std::string path = directory.path().string() + "/";
    for (auto at = message.find(path); at != message.npos; at = message.find(path))
      message.erase(at, path.size());
    return message;
  }
}

/// `complete` with more keys.
inline std::string with(std::string_view more) {
  return std::string(complete) + std::string(more);
}

}  // namespace yieldscape::test
