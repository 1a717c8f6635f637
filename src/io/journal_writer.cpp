#include <fmt/format.h>

#include "bytes.hpp"
#include "journal_format.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/io/journal.hpp"
#include "yieldscape/io/result_encoding.hpp"

namespace yieldscape {

namespace {

using namespace std::chrono_literals;

/// A task longer than this is worth a sync of its own; shorter ones share one.
constexpr double seconds_worth_a_sync = 1.0;
constexpr auto sync_interval = 1s;
constexpr std::size_t longest_message = 64 * 1024;

/// Adds the time until its end.
class Timing {
 public:
  explicit Timing(std::chrono::steady_clock::duration& sum) : sum_(sum) {}
  Timing(const Timing&) = delete;
  Timing& operator=(const Timing&) = delete;
  ~Timing() { sum_ += std::chrono::steady_clock::now() - begin_; }

 private:
  std::chrono::steady_clock::duration& sum_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace

JournalWriter::JournalWriter(const std::filesystem::path& path, const JournalHeader& header)
    : file_(File::create(path)), run_(header.run), last_sync_(std::chrono::steady_clock::now()) {
  file_.write(journal::encode_header(header));
  size_ = settled_ = journal::header_bytes;
  file_.sync();
  sync_directory(directory_of(path));
}

void JournalWriter::start(const TaskId& task, std::uint64_t grid) {
  const std::span place(&grid, grid > 0 ? 1 : 0);
  append(RecordType::start, task, std::as_bytes(place));
}

void JournalWriter::done(const TaskId& task, const RealizationResult& result) {
  append(RecordType::done, task, encode(result));
  if (result.seconds > seconds_worth_a_sync) {
    sync();
  } else {
    sync_if_due();
  }
}

void JournalWriter::failed(const TaskId& task, std::string_view message) {
  append(RecordType::failed, task, std::as_bytes(std::span(message.substr(0, longest_message))));
  sync_if_due();
}

void JournalWriter::end() {
  append(RecordType::end, TaskId{}, {});
  sync();
}

void JournalWriter::forgive(const TaskId& task, const Forgiveness& what) {
  ByteWriter payload;
  payload.put(what.failures);
  payload.put(what.unfinished_starts);
  append(RecordType::forgiven, task, payload.bytes());
}

void JournalWriter::append(RecordType type, const TaskId& task, std::span<const std::byte> payload) {
  if (broken_) {
    throw IoError(
        fmt::format("the journal '{}' takes no more records after a write error\n"
                    "Once the cause is gone, give the same command again: finished realizations are kept.",
                    file_.path().string()));
  }
  const Timing timing(spent_);
  const auto head = journal::encode_head({type, task, payload.size()}, run_);
  ByteWriter record;
  record.reserve(head.size() + payload.size() + journal::tail_bytes);
  record.put_bytes(head);
  record.put_bytes(payload);
  record.put(journal::record_checksum(head, payload, run_));
  try {
    file_.write(record.bytes());
  } catch (const IoError&) {
    broken_ = true;
    cut_off();
    throw;
  }
  size_ += record.bytes().size();
  if (type != RecordType::start) settled_ = size_;
  unsynced_ = true;
}

void JournalWriter::abandon() noexcept {
  try {
    if (!broken_) return end();
  } catch (const IoError&) {
    // The first error is the one to be reported.
  }
  cut_off();
}

// Needs no room on a full disk. A start without an end would be held against the task.
void JournalWriter::cut_off() noexcept {
  try {
    file_.truncate(settled_);
  } catch (const IoError&) {
    // The torn record stays; readers stop before it.
  }
}

void JournalWriter::sync() {
  if (!unsynced_) return;
  const Timing timing(spent_);
  try {
    file_.sync();
  } catch (const IoError&) {
    // After a failed sync the system may have dropped the pages: nothing later can be promised.
    broken_ = true;
    throw;
  }
  unsynced_ = false;
  last_sync_ = std::chrono::steady_clock::now();
}

void JournalWriter::sync_if_due() {
  if (unsynced_ && std::chrono::steady_clock::now() - last_sync_ >= sync_interval) sync();
}

}  // namespace yieldscape
