#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "yieldscape/io/journal.hpp"
#include "yieldscape/parallel/communicator.hpp"

namespace yieldscape {

/// Where the result of one task is. 48 bytes.
struct DoneTask {
  TaskId task;
  std::uint32_t journal = 0;  ///< number in JournalIndex::journals()
  std::uint64_t offset = 0;
  std::uint64_t records_hash = 0;
  std::uint32_t events = 0;  ///< length of its avalanche list
  float seconds = 0;         ///< CPU time it took
};

struct FailedTask {
  TaskId task;
  std::uint32_t count = 0;
  std::string message;  ///< of one of the failures
};

/// A task was begun (at a grid strain, if taken up at a checkpoint) by a writer that was killed before its
/// end.
struct UnfinishedStart {
  TaskId task;
  std::uint64_t grid = 0;
  friend constexpr auto operator<=>(const UnfinishedStart&, const UnfinishedStart&) = default;
};

struct ForgivenTask {
  TaskId task;
  Forgiveness what;
};

/// What the journals of a run hold: for every task its result, its failures, and how often it was begun and
/// never finished. Memory: about 50 bytes a task.
class JournalIndex {
 public:
  /// What one or several journals hold, not yet compared with the others.
  struct Parts {
    std::vector<DoneTask> done;
    std::vector<FailedTask> failed;
    std::vector<UnfinishedStart> unfinished;
    std::vector<ForgivenTask> forgiven;
    std::vector<Damage> damage;
  };

  JournalIndex() = default;
  /// Throws CorruptError (task, both places) if two results of one task differ: the program is not
  /// deterministic, or a journal was tampered with.
  JournalIndex(std::vector<std::filesystem::path> journals, Parts parts);

  /// nullptr: not done.
  [[nodiscard]] const DoneTask* find_done(const TaskId& task) const;
  /// nullptr: did not fail, or was done by another try.
  [[nodiscard]] const FailedTask* find_failed(const TaskId& task) const;
  /// How often the task was begun by a writer that was killed before the task's end; of starts at checkpoints
  /// those at the latest one, since a task that gets ahead is not the one that kills. 0 for tasks done or
  /// failed.
  [[nodiscard]] std::uint32_t unfinished_starts(const TaskId& task) const;

  [[nodiscard]] std::span<const DoneTask> done() const noexcept { return parts_.done; }        ///< by task
  [[nodiscard]] std::span<const FailedTask> failed() const noexcept { return parts_.failed; }  ///< by task
  /// Starts that count against their tasks, by task and grid strain; of tasks done or failed too.
  [[nodiscard]] std::span<const UnfinishedStart> unfinished() const noexcept { return parts_.unfinished; }
  [[nodiscard]] std::span<const Damage> damage() const noexcept { return parts_.damage; }
  [[nodiscard]] const std::vector<std::filesystem::path>& journals() const noexcept { return journals_; }

 private:
  std::vector<std::filesystem::path> journals_;
  Parts parts_;
};

/// The journals of a directory, sorted by name. An absent directory holds none.
[[nodiscard]] std::vector<std::filesystem::path> list_journals(const std::filesystem::path& directory);

[[nodiscard]] JournalIndex index_journals(const std::filesystem::path& directory, const Hash128& run);

/// Collective: the index on the root, an empty one elsewhere; the files are read in parallel.
[[nodiscard]] JournalIndex index_journals(const Communicator& communicator,
                                          const std::filesystem::path& directory, const Hash128& run);

}  // namespace yieldscape
