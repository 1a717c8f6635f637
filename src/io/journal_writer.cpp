#include <fmt/format.h>

#include <utility>

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
/// Bytes that are worth a call of the system, few enough to be in the processor's cache when they are
/// written.
constexpr std::size_t most_unwritten = std::size_t(1) << 16;
/// Bytes that the storage may begin to take before the next sync, which then waits for the last of them only.
constexpr std::uint64_t bytes_worth_storing = std::uint64_t(1) << 20;

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
  const Timing timing(spent_);
  const std::span place(&grid, grid > 0 ? 1 : 0);
  append(RecordType::start, task, std::as_bytes(place));
  ++under_way_;
  write();
}

void JournalWriter::start(std::span<const TaskId> tasks) {
  const Timing timing(spent_);
  for (const TaskId& task : tasks) append(RecordType::start, task, {});
  under_way_ += tasks.size();
  write();
}

void JournalWriter::done(const TaskId& task, const RealizationResult& result) {
  const Timing timing(spent_);
  encoded_ = encode(result, std::move(encoded_));
  finish(RecordType::done, task, encoded_);
  if (result.seconds > seconds_worth_a_sync) sync_file();
}

void JournalWriter::failed(const TaskId& task, std::string_view message) {
  const Timing timing(spent_);
  finish(RecordType::failed, task, std::as_bytes(std::span(message.substr(0, longest_message))));
}

void JournalWriter::end() {
  const Timing timing(spent_);
  append(RecordType::end, TaskId{}, {});
  under_way_ = 0;
  sync_file();
}

void JournalWriter::forgive(const TaskId& task, const Forgiveness& what) {
  const Timing timing(spent_);
  ByteWriter payload;
  payload.put(what.failures);
  payload.put(what.unfinished_starts);
  append(RecordType::forgiven, task, payload.bytes());
  write();
}

void JournalWriter::append(RecordType type, const TaskId& task, std::span<const std::byte> payload) {
  if (broken_) {
    throw IoError(
        fmt::format("the journal '{}' takes no more records after a write error\n"
                    "Once the cause is gone, give the same command again: finished realizations are kept.",
                    file_.path().string()));
  }
  const auto head = journal::encode_head({type, task, payload.size()}, run_);
  const std::uint64_t tail = journal::record_checksum(head, payload, run_);
  for (const auto part : {std::span<const std::byte>(head), payload, std::as_bytes(std::span(&tail, 1))}) {
    unwritten_.insert(unwritten_.end(), part.begin(), part.end());
  }
}

void JournalWriter::finish(RecordType type, const TaskId& task, std::span<const std::byte> payload) {
  append(type, task, payload);
  if (under_way_ > 0) --under_way_;
  if (under_way_ > 0 && unwritten_.size() < most_unwritten) return;
  write();
  if (std::chrono::steady_clock::now() - last_sync_ >= sync_interval) sync_file();
}

void JournalWriter::write() {
  if (unwritten_.empty()) return;
  try {
    file_.write(unwritten_);
  } catch (const IoError&) {
    broken_ = true;
    cut_off();
    throw;
  }
  size_ += unwritten_.size();
  unwritten_.clear();
  if (under_way_ == 0) settled_ = size_;
  unsynced_ = true;
  if (size_ - storing_ >= bytes_worth_storing) begin_sync();
}

void JournalWriter::begin_sync() {
  try {
    file_.begin_sync(storing_, size_ - storing_);
  } catch (const IoError&) {
    broken_ = true;
    throw;
  }
  storing_ = size_;
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
  const Timing timing(spent_);
  sync_file();
}

void JournalWriter::sync_file() {
  write();
  if (!unsynced_) return;
  try {
    file_.sync();
  } catch (const IoError&) {
    // After a failed sync the system may have dropped the pages: nothing later can be promised.
    broken_ = true;
    throw;
  }
  unsynced_ = false;
  storing_ = size_;
  last_sync_ = std::chrono::steady_clock::now();
}

void JournalWriter::sync_if_due() {
  const bool due = unsynced_ || !unwritten_.empty();
  if (due && std::chrono::steady_clock::now() - last_sync_ >= sync_interval) sync();
}

}  // namespace yieldscape
