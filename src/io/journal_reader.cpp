#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "journal_format.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/io/journal.hpp"

namespace yieldscape {

namespace {

constexpr std::size_t search_window = std::size_t(1) << 20;

/// A journal as it was when reading began; a live one may grow meanwhile.
class Scanner {
 public:
  Scanner(const File& file, const Hash128& run) : file_(file), run_(run), size_(file.size()) {}

  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

  enum class Verdict { valid, cut_short, invalid };

  /// Reads the record at `offset` into head() and payload().
  Verdict read(std::uint64_t offset) {
    std::array<std::byte, journal::head_bytes> bytes;
    if (file_.read_at(offset, bytes) < bytes.size()) return Verdict::cut_short;
    const auto head = journal::decode_head(bytes, run_);
    if (!head) return Verdict::invalid;
    const std::uint64_t rest = size_ - std::min(size_, offset + journal::head_bytes);
    if (rest < journal::tail_bytes || head->payload_bytes > rest - journal::tail_bytes) {
      return Verdict::cut_short;
    }
    payload_.resize(head->payload_bytes);
    std::uint64_t checksum = 0;
    const std::uint64_t begin = offset + journal::head_bytes;
    if (file_.read_at(begin, payload_) < payload_.size() ||
        file_.read_at(begin + payload_.size(), std::as_writable_bytes(std::span(&checksum, 1))) <
            sizeof checksum) {
      return Verdict::cut_short;
    }
    if (checksum != journal::record_checksum(bytes, payload_, run_)) return Verdict::invalid;
    head_ = *head;
    return Verdict::valid;
  }

  /// Where the next record that proves itself begins, at or after `offset`; the end of the file if there is
  /// none.
  std::uint64_t find(std::uint64_t offset) {
    std::vector<std::byte> window(
        std::size_t(std::min<std::uint64_t>(search_window, size_ - std::min(offset, size_))));
    while (offset < size_) {
      const std::size_t length = file_.read_at(offset, window);
      if (length < journal::magic_bytes) break;
      auto candidate = window.begin();
      const auto end = window.begin() + std::ptrdiff_t(length);
      while (true) {
        candidate = std::search(candidate, end, magic_begin(), magic_begin() + journal::magic_bytes);
        if (candidate == end) break;
        const std::uint64_t place = offset + std::uint64_t(candidate - window.begin());
        if (place < size_ && read(place) == Verdict::valid) return place;
        ++candidate;
      }
      offset += length - (journal::magic_bytes - 1);  // a magic may straddle two windows
      if (length < window.size()) break;
    }
    return size_;
  }

  [[nodiscard]] const journal::RecordHead& head() const noexcept { return head_; }
  [[nodiscard]] std::span<const std::byte> payload() const noexcept { return payload_; }
  [[nodiscard]] std::uint64_t record_bytes() const noexcept {
    return journal::head_bytes + payload_.size() + journal::tail_bytes;
  }

 private:
  static const std::byte* magic_begin() noexcept {
    return reinterpret_cast<const std::byte*>(journal::record_magic.data());
  }

  const File& file_;
  Hash128 run_;
  std::uint64_t size_;
  journal::RecordHead head_{};
  std::vector<std::byte> payload_;
};

/// Why the records of this file cannot be used, or nothing.
std::optional<std::string> refusal(const journal::HeaderFields& fields, const Hash128& run) {
  if (fields.version != journal::format_version) {
    return fmt::format("written in journal format {}, this program knows {}; use the version that wrote it",
                       fields.version, journal::format_version);
  }
  if (fields.header.run != run) {
    return fmt::format("belongs to another run (identity {}, expected {}); it was put here by mistake",
                       fields.header.run.hex(), run.hex());
  }
  return std::nullopt;
}

}  // namespace

std::string describe(const TaskId& task) {
  return fmt::format("realization {} of point {}", task.realization, task.point.hex());
}

std::string describe(const Damage& damage) {
  return fmt::format("{}: offset {}, {} bytes: {}", damage.file.string(), damage.offset, damage.bytes,
                     damage.what);
}

JournalContents read_journal(const std::filesystem::path& path, const Hash128& run,
                             const std::function<void(const JournalRecord&)>& visit) {
  const File file = File::open_to_read(path);
  Scanner scanner(file, run);
  JournalContents contents;
  const auto report = [&](std::uint64_t begin, std::uint64_t end, std::string what, bool torn) {
    contents.damage.push_back({path, begin, end - begin, std::move(what), torn});
  };

  std::array<std::byte, journal::header_bytes> header_bytes;
  const std::size_t header_read = file.read_at(0, header_bytes);
  if (header_read < header_bytes.size()) {
    report(0, header_read, header_read == 0 ? "empty file" : "the file's header is cut short", true);
    return contents;
  }
  std::uint64_t offset = journal::header_bytes;
  if (const auto fields = journal::decode_header(header_bytes)) {
    if (const auto why = refusal(*fields, run)) {
      report(0, scanner.size(), *why, false);
      return contents;
    }
    contents.header = fields->header;
  } else {
    report(0, journal::header_bytes, "the file's header is damaged; records are checked one by one", false);
    offset = 0;
  }

  while (offset < scanner.size()) {
    auto verdict = scanner.read(offset);
    if (verdict != Scanner::Verdict::valid) {
      const std::uint64_t next = scanner.find(offset + 1);
      const bool torn = next == scanner.size() && verdict == Scanner::Verdict::cut_short;
      if (contents.header || offset > 0) {
        report(offset, next, torn ? "the last record is cut short" : "bytes that are no valid record", torn);
      } else if (next > journal::header_bytes) {
        report(journal::header_bytes, next, "bytes that are no valid record", false);
      }
      if (next == scanner.size()) break;
      offset = next;  // find() has read this record already
    }
    visit({scanner.head().type, scanner.head().task, offset, scanner.payload()});
    offset += scanner.record_bytes();
  }
  return contents;
}

std::vector<std::byte> read_done_record(const File& file, const Hash128& run, const TaskId& task,
                                        std::uint64_t offset) {
  Scanner scanner(file, run);
  if (scanner.read(offset) != Scanner::Verdict::valid || scanner.head().type != RecordType::done ||
      scanner.head().task != task) {
    throw CorruptError(
        fmt::format("'{}', offset {}: the record of {} is damaged since it was indexed\n"
                    "Give the same command again: what is lost is computed anew.",
                    file.path().string(), offset, describe(task)));
  }
  return {scanner.payload().begin(), scanner.payload().end()};
}

}  // namespace yieldscape
