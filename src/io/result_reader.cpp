#include "yieldscape/io/result_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "journal_scanner.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/io/result_encoding.hpp"

namespace yieldscape {

namespace {

// Together they bound the memory: 16 MiB, and one record.
constexpr std::size_t most_open_journals = 64;
constexpr std::size_t read_ahead = std::size_t(1) << 18;

}  // namespace

struct ResultReader::OpenJournal {
  OpenJournal(std::uint32_t number_, const std::filesystem::path& path, const Hash128& run)
      : number(number_), file(File::open_to_read(path)), scanner(file, run, read_ahead) {}

  std::uint32_t number;
  File file;
  JournalScanner scanner;
};

ResultReader::ResultReader(const std::vector<std::filesystem::path>& journals, const Hash128& run)
    : journals_(&journals), run_(run) {}
ResultReader::ResultReader(ResultReader&&) noexcept = default;
ResultReader& ResultReader::operator=(ResultReader&&) noexcept = default;
ResultReader::~ResultReader() = default;

RealizationResult ResultReader::read(const DoneTask& done) {
  auto& [number, file, scanner] = open(done.journal);
  if (scanner.read(done.offset) != JournalScanner::Verdict::valid ||
      scanner.head().type != RecordType::done || scanner.head().task != done.task) {
    throw CorruptError(
        fmt::format("'{}', offset {}: the record of {} is damaged since it was indexed\n"
                    "Give the same command again: what is lost is computed anew.",
                    file.path().string(), done.offset, describe(done.task)));
  }
  try {
    return decode(scanner.payload(), "a result");
  } catch (const CorruptError& error) {
    throw CorruptError(fmt::format("{}, offset {}: {}", file.path().string(), done.offset, error.what()));
  }
}

ResultReader::OpenJournal& ResultReader::open(std::uint32_t journal) {
  const auto found = std::ranges::find(open_, journal, &OpenJournal::number);
  if (found != open_.end()) {
    open_.splice(open_.begin(), open_, found);
  } else {
    if (open_.size() == most_open_journals) open_.pop_back();
    open_.emplace_front(journal, (*journals_)[journal], run_);
  }
  return open_.front();
}

}  // namespace yieldscape
