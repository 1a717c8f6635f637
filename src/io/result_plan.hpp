#pragma once

// The result file as data: every dataset with its shape, scales, attributes and, where it is known
// beforehand, its content. One list; nothing else names a dataset's unit or meaning.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "hdf5.hpp"
#include "yieldscape/io/render.hpp"
#include "yieldscape/io/session.hpp"

namespace yieldscape {

inline constexpr std::string_view result_format = "yieldscape result 1";
inline constexpr std::string_view result_format_attribute = "format";

struct PlannedDataset {
  enum class Role {
    data,       ///< has values
    scale,      ///< values of a coordinate: a dimension scale
    dimension,  ///< a dimension scale without values
  };
  std::string path;
  hdf5::Format format;
  std::vector<std::string> scales;  ///< paths of the scales of its axes
  Role role = Role::data;
  std::vector<std::pair<std::string, std::string>> attributes;
  std::vector<std::int8_t> flag_values;
  std::vector<std::byte> content;  ///< empty: written later
  std::vector<std::string> texts;  ///< the content of type texts
};

struct ResultPlan {
  std::vector<std::pair<std::string, std::string>> attributes;  ///< of the file
  std::vector<PlannedDataset> datasets;
  [[nodiscard]] std::uint64_t bytes() const noexcept;
};

/// What the plan depends on.
struct ResultContents {
  const EnsembleSpec& spec;
  const std::vector<PointProgress>& points;
  std::uint64_t events = 0;  ///< avalanches in the list, over all finished realizations
  const std::vector<SessionRecord>& sessions;
  const Provenance& provenance;
  [[nodiscard]] std::uint64_t realizations() const;  ///< R: the most of any point
  [[nodiscard]] std::uint64_t maps() const;          ///< M: realizations with maps
  [[nodiscard]] Lattice largest_lattice() const;
};

[[nodiscard]] ResultPlan plan_result(const ResultContents& contents);

/// Creates the file with everything but what is written later; serial.
void create_result(const std::filesystem::path& path, const ResultPlan& plan);

/// "0.2" for the grid strain next to 0.2: the shortest decimals that name it among its neighbours.
[[nodiscard]] std::string strain_label(const StrainGrid& grid, std::size_t k);

// Names shared by those who plan and those who write.
namespace paths {
inline constexpr std::string_view status = "/realizations/status";
inline constexpr std::string_view near_ties = "/realizations/near_ties";
inline constexpr std::string_view seconds = "/provenance/realization_seconds";
inline constexpr std::string_view checksum = "/provenance/checksums/xxh3_64";
[[nodiscard]] std::string statistic(Observable observable, std::string_view suffix);
[[nodiscard]] std::string curve(Observable observable);
[[nodiscard]] std::string map(const StrainGrid& grid, std::size_t k, std::string_view field);
[[nodiscard]] std::string histogram(const StrainGrid& grid, std::size_t k, std::string_view quantity);
[[nodiscard]] std::string summary(std::string_view name);
[[nodiscard]] std::string event(std::string_view column);
}  // namespace paths

inline constexpr std::array statistic_suffixes{"mean", "sem", "std", "count", "m2", "m3", "m4"};
inline constexpr std::array map_fields{"strain", "plastic_strain", "stress", "threshold"};
inline constexpr std::array histogram_quantities{"strength", "threshold"};

}  // namespace yieldscape
