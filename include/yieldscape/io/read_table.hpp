#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace yieldscape {

/// Columns of finite numbers from a file; all of the same length, at least one number.
///
/// Text (CSV): one row a line, separated by commas, semicolons, tabs or spaces; '#' begins a comment; a first
/// line that is no row of numbers is taken as a header; a byte order mark and CRLF are fine. HDF5 (told by
/// its first bytes): `dataset` names a dataset of numbers, [n] for one column or [n, columns].
///
/// Throws ConfigurationError naming file, line and the offending text (or dataset and index), IoError if the
/// file cannot be read.
[[nodiscard]] std::vector<std::vector<double>> read_table(const std::filesystem::path& path,
                                                          const std::string& dataset = "");

}  // namespace yieldscape
