#include <fmt/format.h>

#include "journal_scanner.hpp"
#include "yieldscape/io/journal.hpp"

namespace yieldscape {

namespace {

/// Journals are read from front to back in pieces of this size.
constexpr std::size_t scan_ahead = std::size_t(1) << 18;

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
  JournalScanner scanner(file, run, scan_ahead);
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
    if (verdict != JournalScanner::Verdict::valid) {
      const std::uint64_t next = scanner.find(offset + 1);
      const bool torn = next == scanner.size() && verdict == JournalScanner::Verdict::cut_short;
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

}  // namespace yieldscape
