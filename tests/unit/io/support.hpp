#pragma once

#include <gmock/gmock.h>

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "yieldscape/io/host.hpp"
#include "yieldscape/io/journal.hpp"

namespace yieldscape::test {

/// A directory of its own for each test, removed at the end; in memory where the system has such a place,
/// since some tests write thousands of small files.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    static int count = 0;
    const std::filesystem::path memory = "/dev/shm";
    const bool usable = ::access(memory.c_str(), W_OK) == 0;
    path_ = (usable ? memory : std::filesystem::temp_directory_path()) /
            ("yieldscape-" + process_tag() + "-" + std::to_string(count++));
    std::filesystem::create_directories(path_);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

inline std::string read_all(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void write_all(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

/// A made-up result, different for every seed: curves, avalanches, and with `fields` a map and a histogram.
inline RealizationResult made_up_result(std::uint32_t seed, std::size_t strains = 6, bool fields = false,
                                        std::size_t sites = 6) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> uniform(0.1, 1.0);
  RealizationResult result;
  result.slips = 1000 + seed;
  result.rounds = 100 + seed;
  result.near_ties = seed % 3;
  result.seconds = 0.001 * double(seed % 7);
  result.records.series = Series(strains);
  for (double& value : result.records.series.values()) value = uniform(random);
  for (std::uint32_t i = 0; i < seed % 4; ++i) {
    result.records.avalanches.push_back(
        {0.01 * double(i), uniform(random), uniform(random), uniform(random), i + 1, i + 2});
  }
  if (!fields) return result;
  FieldMap map{.grid = 1, .strain = {}, .plastic_strain = {}, .stress = {}, .threshold = {}};
  for (auto* field : {&map.strain, &map.plastic_strain, &map.stress, &map.threshold}) {
    for (std::size_t i = 0; i < sites; ++i) field->push_back(uniform(random));
  }
  result.records.maps.push_back(map);
  result.records.histograms.push_back({.grid = 2, .strength = {seed, 1, 2, 3}, .threshold = {4, seed, 6, 7}});
  return result;
}

/// The message of an exception of type E, which `action` must throw.
template <typename E, typename Action>
std::string message_of(const Action& action) {
  try {
    action();
  } catch (const E& error) {
    return error.what();
  }
  ADD_FAILURE() << "no exception";
  return {};
}

}  // namespace yieldscape::test
