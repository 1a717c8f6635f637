#pragma once

#include <filesystem>
#include <optional>

#include "yieldscape/ensemble/machine_speed.hpp"

namespace yieldscape {

/// Where `plan --measure` keeps what it found for this user: $XDG_CACHE_HOME/yieldscape/speed.json, ~/.cache
/// in place of the variable; empty if the environment names no home either.
[[nodiscard]] std::filesystem::path speed_file();

/// This host and its processor: "n1, Intel(R) Xeon(R) Gold 6248".
[[nodiscard]] std::string this_machine();

/// Nothing if there is no such file or it is of no use (another format): the built-in prices serve then.
[[nodiscard]] std::optional<MachineSpeed> read_speed(const std::filesystem::path& file);

/// Creates the folder if need be. Throws IoError.
void write_speed(const std::filesystem::path& file, const MachineSpeed& speed);

}  // namespace yieldscape
