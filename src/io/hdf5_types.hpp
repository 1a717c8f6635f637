#pragma once

// Types and spaces of the library, for those who read and write.

#include <string>
#include <string_view>

#include "hdf5.hpp"

namespace yieldscape::hdf5 {

/// "open dataset '/maps/b'"
[[nodiscard]] std::string about(std::string_view action, const std::string& path);

/// UTF-8; H5T_VARIABLE: of any length.
[[nodiscard]] Handle text_type(std::size_t bytes);
[[nodiscard]] Handle file_type(const Format& format);
[[nodiscard]] Handle memory_type(const Format& format);
[[nodiscard]] Handle space_of(const Shape& shape);

}  // namespace yieldscape::hdf5
