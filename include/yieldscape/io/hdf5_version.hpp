#pragma once

#include <string>

namespace yieldscape {

/// The HDF5 library in use: "HDF5 1.10.8".
[[nodiscard]] std::string hdf5_version();

}  // namespace yieldscape
