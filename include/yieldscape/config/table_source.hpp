#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace yieldscape {

/// How tables of numbers are read; given by the application, for this room knows no file format but YAML.
struct TableSource {
  /// The columns of a table, all of one length. `dataset` names one in an HDF5 file and is empty otherwise.
  /// Throws std::exception with the reason if there is no such table.
  std::function<std::vector<std::vector<double>>(const std::filesystem::path& file,
                                                 const std::string& dataset)>
      columns;
};

}  // namespace yieldscape
