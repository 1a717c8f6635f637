#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "yieldscape/io/journal.hpp"
#include "yieldscape/io/run_directory.hpp"

namespace yieldscape {

struct VerifyReport {
  std::uint64_t checked = 0;   ///< datasets of a result, or records of journals
  std::vector<Damage> damage;  ///< empty: every byte is as it was written
};

/// Checks every byte of a result file: each dataset, and all the rest. Does not need the structure to be
/// sound. Throws IoError if the file cannot be read.
[[nodiscard]] VerifyReport verify_result(const std::filesystem::path& path);

/// Checks every byte of every journal of a run; a torn tail, as a kill leaves it, is reported as such. Throws
/// CorruptError if the identity is damaged or two results differ, IoError if there is no run.
[[nodiscard]] VerifyReport verify_journals(const RunDirectory& directory);

}  // namespace yieldscape
