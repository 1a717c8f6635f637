#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "yieldscape/core/hash.hpp"
#include "yieldscape/ensemble/realization.hpp"
#include "yieldscape/io/file.hpp"

// The journal: one append-only file per writer, one checksummed record per event. Journals are the truth, the
// result file is rendered from them. The format is described in src/io/journal_format.hpp.

namespace yieldscape {

/// A task by what it computes, whatever its place in a configuration.
struct TaskId {
  Hash128 point;
  std::uint32_t realization = 0;
  friend constexpr auto operator<=>(const TaskId&, const TaskId&) = default;
};

[[nodiscard]] std::string describe(const TaskId& task);

/// start: a task was begun, or taken up at a checkpoint. done: its result. failed: its error message. end:
/// what this writer had begun and not finished, it gave up on purpose. forgiven: failures and unfinished
/// starts of a task that no longer count.
enum class RecordType : std::uint32_t { start = 1, done = 2, failed = 3, end = 4, forgiven = 5 };

struct JournalHeader {
  Hash128 run;          ///< hash of the ensemble's canonical text
  std::string session;  ///< at most 63 bytes are kept
  std::uint32_t writer = 0;
};

/// How many failures and unfinished starts of a task were forgotten at a user's wish.
struct Forgiveness {
  std::uint32_t failures = 0;
  std::uint32_t unfinished_starts = 0;
};

/// Appends to a journal of its own. Results of tasks that were begun together are written together, when the
/// last of them is done: a kill loses those of the tasks begun last, and nothing else. Every function throws
/// IoError (path, reason, remedy) if the file cannot be written; the writer takes no more records then, and
/// what it holds of the tasks begun last is cut off again.
class JournalWriter {
 public:
  /// Creates the file, which must not exist, and makes its name permanent.
  JournalWriter(const std::filesystem::path& path, const JournalHeader& header);

  /// `grid`: the first grid strain to be recorded, 0 without a checkpoint.
  void start(const TaskId& task, std::uint64_t grid = 0);
  /// Tasks that will be computed one after the other, short enough for all to be computed again.
  void start(std::span<const TaskId> tasks);
  /// On stable storage at once if the task took over a second, else with the next sync.
  void done(const TaskId& task, const RealizationResult& result);
  void failed(const TaskId& task, std::string_view message);
  /// Nothing is under way: neither the session nor a task on purpose left unfinished is held against a task.
  void end();
  /// After an error that no task is to blame for: as end(), or if nothing can be written any more, what was
  /// written about the tasks begun last is cut off.
  void abandon() noexcept;
  void forgive(const TaskId& task, const Forgiveness& what);

  /// Everything written so far is on stable storage.
  void sync();
  /// The same, if something was written and the last sync is a second old: for a writer who waits.
  void sync_if_due();

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return file_.path(); }
  /// Wall time spent on writing and syncing so far.
  [[nodiscard]] double seconds() const noexcept { return std::chrono::duration<double>(spent_).count(); }

 private:
  void cut_off() noexcept;
  void append(RecordType type, const TaskId& task, std::span<const std::byte> payload);
  void finish(RecordType type, const TaskId& task, std::span<const std::byte> payload);
  void write();
  void begin_sync();
  void sync_file();

  File file_;
  Hash128 run_;
  std::vector<std::byte> unwritten_;
  std::vector<std::byte> encoded_;  ///< memory for the next result
  std::size_t under_way_ = 0;       ///< tasks begun and not finished
  std::uint64_t size_ = 0;
  std::uint64_t settled_ = 0;  ///< size before the starts of the tasks begun last
  std::uint64_t storing_ = 0;  ///< what is before was given to the storage
  bool unsynced_ = false;
  bool broken_ = false;
  std::chrono::steady_clock::time_point last_sync_;
  std::chrono::steady_clock::duration spent_{0};
};

/// A part of a file that does not prove itself.
struct Damage {
  std::filesystem::path file;
  std::uint64_t offset = 0;
  std::uint64_t bytes = 0;
  std::string what;
  /// The last record is cut short, as a killed writer leaves it; nothing is wrong with the storage.
  bool torn_tail = false;
};

[[nodiscard]] std::string describe(const Damage& damage);

struct JournalRecord {
  RecordType type;
  TaskId task;
  std::uint64_t offset;                ///< of the record in its file
  std::span<const std::byte> payload;  ///< valid during the visit only
};

struct JournalContents {
  std::optional<JournalHeader> header;  ///< empty: damaged
  std::vector<Damage> damage;
};

/// Visits every record of a journal that proves itself to belong to `run`, in order; reports all else. Any
/// bytes are possible input. Holds one record in memory at a time. Throws IoError if the file cannot be read.
JournalContents read_journal(const std::filesystem::path& path, const Hash128& run,
                             const std::function<void(const JournalRecord&)>& visit);

}  // namespace yieldscape
