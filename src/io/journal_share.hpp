#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "yieldscape/io/journal.hpp"
#include "yieldscape/parallel/communicator.hpp"

// Journals read by all ranks together.

namespace yieldscape {

/// Collective: the journals of a directory as the root sees them, sorted by name, on every rank.
[[nodiscard]] std::vector<std::filesystem::path> list_journals(const Communicator& communicator,
                                                               const std::filesystem::path& directory);

/// Those that this rank is to read: dealt out the largest first, so that each reads about as many bytes.
[[nodiscard]] std::vector<std::size_t> share_of_rank(const Communicator& communicator,
                                                     const std::vector<std::filesystem::path>& journals);

/// Throws CorruptError: two results of one task differ.
[[noreturn]] void throw_determinism_alarm(const TaskId& task, const std::filesystem::path& journal_a,
                                          std::uint64_t offset_a, const std::filesystem::path& journal_b,
                                          std::uint64_t offset_b);

}  // namespace yieldscape
