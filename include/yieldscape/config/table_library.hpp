#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "yieldscape/config/layer.hpp"
#include "yieldscape/config/table_source.hpp"
#include "yieldscape/core/field.hpp"
#include "yieldscape/landscape/law_spec.hpp"

namespace yieldscape {

/// The tables a configuration names. Each is read once, however many points use it.
class TableLibrary {
 public:
  explicit TableLibrary(const TableSource& source) : source_(source) {}

  /// The table of section `section` (its keys file, dataset and kind), nullptr after a diagnostic at `file`.
  [[nodiscard]] std::shared_ptr<const Table> law_table(const Layer& layer, const std::string& section,
                                                       Reading& reading);
  /// The table of kernel.file, which must have the shape of `lattice`.
  [[nodiscard]] std::shared_ptr<const Field> kernel_table(const Layer& layer, const Lattice& lattice,
                                                          Reading& reading);

 private:
  using Columns = std::vector<std::vector<double>>;
  using Key = std::vector<const Setting*>;
  [[nodiscard]] std::optional<Columns> read(const Setting& file, const Setting* dataset, Reading& reading);

  const TableSource& source_;
  std::map<Key, std::shared_ptr<const Table>> tables_;
  std::map<std::pair<Key, std::pair<int, int>>, std::shared_ptr<const Field>> kernels_;
};

}  // namespace yieldscape
