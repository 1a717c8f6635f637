#include "yieldscape/config/table_library.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <stdexcept>

#include "yieldscape/landscape/quantile_table.hpp"

namespace yieldscape {
namespace {

bool invalid(const Setting* setting) noexcept {
  return setting != nullptr && !setting->valid();
}

/// Columns of numbers as a table of the given kind ("" : by the number of columns). Throws
/// std::invalid_argument if they are none.
Table make_table(std::vector<std::vector<double>> columns, const std::string& kind) {
  const bool quantiles = kind.empty() ? columns.size() == 2 : kind == "quantiles";
  const std::size_t expected = quantiles ? 2 : 1;
  if (columns.size() != expected) {
    throw std::invalid_argument(
        fmt::format("{} columns; samples have one, quantiles two (probability, value)", columns.size()));
  }
  Table table;
  if (quantiles) table.probability = std::move(columns.front());
  table.value = std::move(columns.back());
  static_cast<void>(QuantileTable(table));  // says what is wrong with the numbers, with row and values
  // Samples have no order: sorted ones make the same law the same point.
  if (!quantiles) std::sort(table.value.begin(), table.value.end());
  return table;
}

Field make_kernel(const std::vector<std::vector<double>>& columns, const Lattice& lattice) {
  const std::size_t rows = columns.empty() ? 0 : columns.front().size();
  if (rows != std::size_t(lattice.lx()) || columns.size() != std::size_t(lattice.ly())) {
    throw std::invalid_argument(fmt::format("its shape is [{}, {}], the lattice is [{}, {}]", rows,
                                            columns.size(), lattice.lx(), lattice.ly()));
  }
  Field field(lattice);
  for (int x = 0; x < lattice.lx(); ++x) {
    for (int y = 0; y < lattice.ly(); ++y) {
      const double value = columns[std::size_t(y)][std::size_t(x)];
      if (!std::isfinite(value)) {
        throw std::invalid_argument(
            fmt::format("row {}, column {} is {}, not a finite number", x + 1, y + 1, value));
      }
      field.at(x, y) = value;
    }
  }
  return field;
}

}  // namespace

std::optional<TableLibrary::Columns> TableLibrary::read(const Setting& file, const Setting* dataset,
                                                        Reading& reading) {
  const std::string& given = std::get<std::string>(file.value);
  try {
    if (!source_.columns) throw std::runtime_error("tables cannot be read here");
    return source_.columns(file_of(file), dataset != nullptr ? std::get<std::string>(dataset->value) : "");
  } catch (const std::exception& fault) {
    reading.diagnostics.error(file.node->place,
                              fmt::format("cannot read table '{}': {}", printable(given), fault.what()));
    return std::nullopt;
  }
}

std::shared_ptr<const Table> TableLibrary::law_table(const Layer& layer, const std::string& section,
                                                     Reading& reading) {
  const Setting* file = layer[key(section + ".file")];
  const Setting* dataset = layer[key(section + ".dataset")];
  const Setting* kind = layer[key(section + ".kind")];
  if (file == nullptr || !file->valid() || invalid(dataset) || invalid(kind)) return nullptr;
  const auto [known, is_new] = tables_.try_emplace({file, dataset, kind});
  if (!is_new) return known->second;

  auto columns = read(*file, dataset, reading);
  if (!columns) return nullptr;
  try {
    known->second = std::make_shared<const Table>(
        make_table(std::move(*columns), kind != nullptr ? std::get<std::string>(kind->value) : ""));
  } catch (const std::invalid_argument& fault) {
    reading.diagnostics.error(
        file->node->place,
        fmt::format("table '{}' is no law: {}", printable(std::get<std::string>(file->value)), fault.what()));
  }
  return known->second;
}

std::shared_ptr<const Field> TableLibrary::kernel_table(const Layer& layer, const Lattice& lattice,
                                                        Reading& reading) {
  const Setting* file = layer[key("kernel.file")];
  const Setting* dataset = layer[key("kernel.dataset")];
  if (file == nullptr || !file->valid() || invalid(dataset)) return nullptr;
  const auto [known, is_new] = kernels_.try_emplace({{file, dataset}, {lattice.lx(), lattice.ly()}});
  if (!is_new) return known->second;

  const auto columns = read(*file, dataset, reading);
  if (!columns) return nullptr;
  try {
    known->second = std::make_shared<const Field>(make_kernel(*columns, lattice));
  } catch (const std::invalid_argument& fault) {
    reading.diagnostics.error(file->node->place,
                              fmt::format("kernel table '{}' does not fit: {}",
                                          printable(std::get<std::string>(file->value)), fault.what()));
  }
  return known->second;
}

}  // namespace yieldscape
