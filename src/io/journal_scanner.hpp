#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "journal_format.hpp"
#include "read_window.hpp"

namespace yieldscape {

/// Reads the records of a journal as it was when reading began; a live one may grow meanwhile. Any bytes are
/// possible input.
class JournalScanner {
 public:
  /// `ahead`: bytes to read at a time, at least.
  JournalScanner(const File& file, const Hash128& run, std::size_t ahead)
      : file_(&file), run_(run), size_(file.size()), window_(file, ahead) {}

  [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

  enum class Verdict { valid, cut_short, invalid };
  /// Reads the record at `offset`: head() and payload() are those of the last valid one, until the next call.
  [[nodiscard]] Verdict read(std::uint64_t offset);

  /// Where the next record that proves itself begins, at or after `offset`; the end of the file if there is
  /// none. Leaves it read.
  [[nodiscard]] std::uint64_t find(std::uint64_t offset);

  [[nodiscard]] const journal::RecordHead& head() const noexcept { return head_; }
  [[nodiscard]] std::span<const std::byte> payload() const noexcept { return payload_; }
  [[nodiscard]] std::uint64_t record_bytes() const noexcept {
    return journal::head_bytes + payload_.size() + journal::tail_bytes;
  }

 private:
  const File* file_;
  Hash128 run_;
  std::uint64_t size_;
  ReadWindow window_;
  journal::RecordHead head_{};
  std::span<const std::byte> payload_;
};

}  // namespace yieldscape
