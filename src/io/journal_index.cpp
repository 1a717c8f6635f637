#include "yieldscape/io/journal_index.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <tuple>
#include <utility>

#include "bytes.hpp"
#include "journal_format.hpp"
#include "journal_share.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/io/result_encoding.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/together.hpp"

namespace yieldscape {

namespace {

constexpr std::string_view journal_suffix = ".journal";

std::uint64_t start_grid(std::span<const std::byte> payload) {
  return payload.size() < sizeof(std::uint64_t) ? 0 : ByteReader(payload, "start").get<std::uint64_t>();
}

/// Adds what one journal holds. A writer finishes tasks in the order in which it began them, but a start is
/// matched to its task, not to its neighbour: damage between them must not accuse the wrong one.
void scan(const std::filesystem::path& path, std::uint32_t number, const Hash128& run,
          JournalIndex::Parts& parts) {
  std::deque<UnfinishedStart> begun;
  const auto finish = [&](const TaskId& task) {
    const auto found = std::ranges::find(begun, task, &UnfinishedStart::task);
    if (found != begun.end()) begun.erase(found);
  };
  auto contents = read_journal(path, run, [&](const JournalRecord& record) {
    switch (record.type) {
      case RecordType::start:
        begun.push_back({record.task, start_grid(record.payload)});
        break;
      case RecordType::done: {
        finish(record.task);
        try {
          const auto summary = summarize(record.payload, "a result");
          parts.done.push_back({record.task, number, record.offset, summary.records_hash, summary.events,
                                float(summary.seconds)});
        } catch (const CorruptError& error) {
          parts.damage.push_back({path, record.offset, record.payload.size(), error.what(), false});
        }
        break;
      }
      case RecordType::failed: {
        finish(record.task);
        const auto* text = reinterpret_cast<const char*>(record.payload.data());
        parts.failed.push_back({record.task, 1, std::string(text, record.payload.size())});
        break;
      }
      case RecordType::end:
        begun.clear();
        break;
      case RecordType::forgiven:
        parts.forgiven.push_back({record.task, journal::decode_forgiveness(record.payload)});
        break;
    }
  });
  parts.unfinished.insert(parts.unfinished.end(), begun.begin(), begun.end());
  std::ranges::move(contents.damage, std::back_inserter(parts.damage));
}

void refuse_different_results(const std::vector<std::filesystem::path>& journals,
                              std::span<const DoneTask> done) {
  const auto conflict = std::ranges::adjacent_find(done, [](const DoneTask& a, const DoneTask& b) {
    return a.task == b.task && a.records_hash != b.records_hash;
  });
  if (conflict == done.end()) return;
  const auto other = std::next(conflict);
  throw_determinism_alarm(conflict->task, journals[conflict->journal], conflict->offset,
                          journals[other->journal], other->offset);
}

void merge_counts(std::vector<FailedTask>& failed) {
  std::ranges::sort(failed, {}, [](const FailedTask& entry) { return std::tie(entry.task, entry.message); });
  std::vector<FailedTask> merged;
  for (auto& entry : failed) {
    if (!merged.empty() && merged.back().task == entry.task) {
      merged.back().count += entry.count;
      merged.back().message = std::move(entry.message);
    } else {
      merged.push_back(std::move(entry));
    }
  }
  failed = std::move(merged);
}

/// Takes away what a user wished to be forgotten: it was counted when it was forgiven, so the order of the
/// journals does not matter.
void forgive(JournalIndex::Parts& parts) {
  for (const auto& [task, what] : parts.forgiven) {
    const auto failed = std::ranges::lower_bound(parts.failed, task, {}, &FailedTask::task);
    if (failed != parts.failed.end() && failed->task == task) {
      failed->count -= std::min(failed->count, what.failures);
      if (failed->count == 0) parts.failed.erase(failed);
    }
    const auto starts = std::ranges::equal_range(parts.unfinished, task, {}, &UnfinishedStart::task);
    const auto oldest = std::min<std::ptrdiff_t>(std::ssize(starts), what.unfinished_starts);
    parts.unfinished.erase(starts.begin(), starts.begin() + oldest);
  }
}

template <typename Entries>
auto find_by_task(Entries& entries, const TaskId& task) -> decltype(entries.data()) {
  const auto found =
      std::ranges::lower_bound(entries, task, {}, [](const auto& entry) { return entry.task; });
  return found != entries.end() && found->task == task ? &*found : nullptr;
}

// Parts travel between ranks as bytes.

void put(ByteWriter& out, const TaskId& task) {
  out.put(task.point.high);
  out.put(task.point.low);
  out.put(task.realization);
}

TaskId get_task(ByteReader& in) {
  TaskId task;
  task.point.high = in.get<std::uint64_t>();
  task.point.low = in.get<std::uint64_t>();
  task.realization = in.get<std::uint32_t>();
  return task;
}

std::vector<std::byte> encode(const JournalIndex::Parts& parts) {
  ByteWriter out;
  out.put(std::uint64_t(parts.done.size()));
  for (const auto& done : parts.done) {
    put(out, done.task);
    out.put(done.journal);
    out.put(done.offset);
    out.put(done.records_hash);
    out.put(done.events);
    out.put(done.seconds);
  }
  out.put(std::uint64_t(parts.failed.size()));
  for (const auto& failed : parts.failed) {
    put(out, failed.task);
    out.put(failed.count);
    out.put_text(failed.message);
  }
  out.put(std::uint64_t(parts.unfinished.size()));
  for (const auto& start : parts.unfinished) {
    put(out, start.task);
    out.put(start.grid);
  }
  out.put(std::uint64_t(parts.forgiven.size()));
  for (const auto& forgiven : parts.forgiven) {
    put(out, forgiven.task);
    out.put(forgiven.what.failures);
    out.put(forgiven.what.unfinished_starts);
  }
  out.put(std::uint64_t(parts.damage.size()));
  for (const auto& damage : parts.damage) {
    out.put_text(damage.file.native());
    out.put(damage.offset);
    out.put(damage.bytes);
    out.put_text(damage.what);
    out.put(damage.torn_tail);
  }
  return std::move(out).take();
}

void append_decoded(std::span<const std::byte> bytes, JournalIndex::Parts& parts) {
  ByteReader in(bytes, "index of another rank");
  for (auto left = in.get<std::uint64_t>(); left > 0; --left) {
    DoneTask done;
    done.task = get_task(in);
    done.journal = in.get<std::uint32_t>();
    done.offset = in.get<std::uint64_t>();
    done.records_hash = in.get<std::uint64_t>();
    done.events = in.get<std::uint32_t>();
    done.seconds = in.get<float>();
    parts.done.push_back(done);
  }
  for (auto left = in.get<std::uint64_t>(); left > 0; --left) {
    FailedTask failed;
    failed.task = get_task(in);
    failed.count = in.get<std::uint32_t>();
    failed.message = in.get_text();
    parts.failed.push_back(std::move(failed));
  }
  for (auto left = in.get<std::uint64_t>(); left > 0; --left) {
    UnfinishedStart start{.task = get_task(in)};
    start.grid = in.get<std::uint64_t>();
    parts.unfinished.push_back(start);
  }
  for (auto left = in.get<std::uint64_t>(); left > 0; --left) {
    ForgivenTask forgiven{.task = get_task(in), .what = {}};
    forgiven.what.failures = in.get<std::uint32_t>();
    forgiven.what.unfinished_starts = in.get<std::uint32_t>();
    parts.forgiven.push_back(forgiven);
  }
  for (auto left = in.get<std::uint64_t>(); left > 0; --left) {
    Damage damage;
    damage.file = in.get_text();
    damage.offset = in.get<std::uint64_t>();
    damage.bytes = in.get<std::uint64_t>();
    damage.what = in.get_text();
    damage.torn_tail = in.get<bool>();
    parts.damage.push_back(std::move(damage));
  }
}

}  // namespace

JournalIndex::JournalIndex(std::vector<std::filesystem::path> journals, Parts parts)
    : journals_(std::move(journals)), parts_(std::move(parts)) {
  const auto key = [](const DoneTask& done) { return std::tuple(done.task, done.journal, done.offset); };
  std::ranges::sort(parts_.done, {}, key);
  refuse_different_results(journals_, parts_.done);
  const auto repeated = std::ranges::unique(parts_.done, {}, &DoneTask::task);
  parts_.done.erase(repeated.begin(), repeated.end());
  merge_counts(parts_.failed);
  std::ranges::sort(parts_.unfinished);
  forgive(parts_);
  std::ranges::sort(parts_.damage, {},
                    [](const Damage& damage) { return std::tie(damage.file, damage.offset); });
}

const DoneTask* JournalIndex::find_done(const TaskId& task) const {
  return find_by_task(parts_.done, task);
}

const FailedTask* JournalIndex::find_failed(const TaskId& task) const {
  return find_done(task) != nullptr ? nullptr : find_by_task(parts_.failed, task);
}

std::uint32_t JournalIndex::unfinished_starts(const TaskId& task) const {
  if (find_done(task) != nullptr || find_failed(task) != nullptr) return 0;
  const auto starts = std::ranges::equal_range(parts_.unfinished, task, {}, &UnfinishedStart::task);
  if (starts.empty()) return 0;
  const std::uint64_t latest = starts.back().grid;
  return std::uint32_t(std::ranges::count(starts, latest, &UnfinishedStart::grid));
}

std::vector<std::filesystem::path> list_journals(const std::filesystem::path& directory) {
  std::vector<std::filesystem::path> journals;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(directory, error), end; !error && entry != end;
       entry.increment(error)) {
    if (entry->path().extension() == journal_suffix) journals.push_back(entry->path());
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    throw_io_error("list directory", directory, error.value());
  }
  std::ranges::sort(journals);
  return journals;
}

JournalIndex index_journals(const std::filesystem::path& directory, const Hash128& run) {
  auto journals = list_journals(directory);
  JournalIndex::Parts parts;
  for (std::size_t i = 0; i < journals.size(); ++i) scan(journals[i], std::uint32_t(i), run, parts);
  return {std::move(journals), std::move(parts)};
}

JournalIndex index_journals(const Communicator& communicator, const std::filesystem::path& directory,
                            const Hash128& run) {
  auto journals = list_journals(communicator, directory);
  JournalIndex::Parts mine;
  together(communicator, [&] {
    for (const std::size_t i : share_of_rank(communicator, journals)) {
      scan(journals[i], std::uint32_t(i), run, mine);
    }
  });
  const auto encoded = gather_bytes(communicator, encode(mine));
  JournalIndex index;
  together(communicator, [&] {
    JournalIndex::Parts parts;
    for (const auto& bytes : encoded) append_decoded(bytes, parts);
    if (communicator.is_root()) index = JournalIndex(std::move(journals), std::move(parts));
  });
  return index;
}

}  // namespace yieldscape
