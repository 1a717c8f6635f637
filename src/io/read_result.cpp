#include "yieldscape/io/read_result.hpp"

#include <fmt/format.h>

#include <numeric>

#include "result_plan.hpp"
#include "yieldscape/core/error.hpp"

namespace yieldscape {

namespace {

hdf5::File open_result(const std::filesystem::path& path) {
  auto file = hdf5::File::open_to_read(path);
  const auto format = hdf5::text_attribute(file, std::string(result_format_attribute));
  if (!format) {
    throw CorruptError(
        fmt::format("'{}' is an HDF5 file, but not a result of yieldscape\nCheck the path.", path.string()));
  }
  if (*format != result_format) {
    throw CorruptError(fmt::format(
        "'{}' is a '{}', this program reads '{}'\nUse the version that wrote it ({}).", path.string(),
        *format, result_format, hdf5::text_attribute(file, "source").value_or("unknown")));
  }
  return file;
}

template <typename T, typename U>
void fill(std::vector<PointResult>& points, T PointResult::*member, const std::vector<U>& values) {
  points.resize(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) points[i].*member = values[i];
}

double sum(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

}  // namespace

ResultOverview read_overview(const std::filesystem::path& path) {
  const auto file = open_result(path);
  ResultOverview overview;
  overview.title = hdf5::text_attribute(file, "title").value_or("");
  overview.source = hdf5::text_attribute(file, "source").value_or("");
  overview.partial = hdf5::text_attribute(file, "partial") == "yes";
  const auto strains = hdf5::read_numbers(file, "/statistics/strain");
  overview.strains = strains.size();
  if (!strains.empty()) overview.strain_max = strains.back();
  const auto slips = hdf5::read_numbers(file, "/provenance/sessions/slips");
  overview.sessions = slips.size();
  overview.slips = sum(slips);
  overview.core_seconds = sum(hdf5::read_numbers(file, "/provenance/sessions/core_seconds"));
  const auto near_ties = hdf5::read_integers(file, std::string(paths::near_ties));
  overview.near_ties = std::accumulate(near_ties.begin(), near_ties.end(), std::int64_t{0});

  auto& points = overview.points;
  const auto text = [&](std::string_view name, std::string PointResult::*member) {
    fill(points, member, hdf5::read_texts(file, paths::summary(name)));
  };
  const auto number = [&](std::string_view name, double PointResult::*member) {
    fill(points, member, hdf5::read_numbers(file, paths::summary(name)));
  };
  const auto integer = [&](std::string_view name, std::int64_t PointResult::*member) {
    fill(points, member, hdf5::read_integers(file, paths::summary(name)));
  };
  text("name", &PointResult::name);
  text("glass", &PointResult::glass);
  text("scenario", &PointResult::scenario);
  number("N", &PointResult::N);
  number("disorder_strength", &PointResult::disorder_strength);
  number("age", &PointResult::age);
  number("c0", &PointResult::c0);
  number("c1", &PointResult::c1);
  integer("realizations", &PointResult::realizations);
  integer("realizations_requested", &PointResult::realizations_requested);
  integer("realizations_done", &PointResult::realizations_done);
  integer("realizations_failed", &PointResult::realizations_failed);
  number("flow_stress", &PointResult::flow_stress);
  number("flow_stress_sem", &PointResult::flow_stress_sem);
  number("peak_stress", &PointResult::peak_stress);
  number("peak_stress_sem", &PointResult::peak_stress_sem);
  number("peak_strain", &PointResult::peak_strain);
  number("peak_strain_sem", &PointResult::peak_strain_sem);
  number("mean_of_peaks", &PointResult::mean_of_peaks);
  number("mean_of_peaks_sem", &PointResult::mean_of_peaks_sem);
  number("localization_max", &PointResult::localization_max);
  number("localization_max_sem", &PointResult::localization_max_sem);
  return overview;
}

std::vector<double> read_mean_curve(const std::filesystem::path& path, std::size_t point,
                                    const std::string& quantity) {
  const auto file = open_result(path);
  const std::string name = paths::summary(quantity);
  const auto dataset = hdf5::open_dataset(file, name);
  auto format = hdf5::format_of(dataset, name);
  if (format.shape.size() != 2 || point >= format.shape[0]) {
    throw UsageError(fmt::format("'{}' has no curve {} of '{}'", path.string(), point, quantity));
  }
  format.type = hdf5::ElementType::float64;
  std::vector<double> curve(format.shape[1]);
  hdf5::read(dataset, format, {{{point, 0}, {1, format.shape[1]}}}, std::as_writable_bytes(std::span(curve)),
             name);
  return curve;
}

std::vector<std::pair<std::string, std::string>> read_checksums(const std::filesystem::path& path) {
  const auto file = open_result(path);
  const auto names = hdf5::read_texts(file, "/provenance/checksums/dataset");
  const auto values = hdf5::read_texts(file, std::string(paths::checksum));
  std::vector<std::pair<std::string, std::string>> checksums;
  for (std::size_t i = 0; i < std::min(names.size(), values.size()); ++i)
    checksums.emplace_back(names[i], values[i]);
  return checksums;
}

}  // namespace yieldscape
