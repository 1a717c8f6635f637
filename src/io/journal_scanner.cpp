#include "journal_scanner.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

namespace yieldscape {

namespace {

constexpr std::size_t search_window = std::size_t(1) << 20;

const std::byte* magic_begin() noexcept {
  return reinterpret_cast<const std::byte*>(journal::record_magic.data());
}

}  // namespace

JournalScanner::Verdict JournalScanner::read(std::uint64_t offset) {
  const auto begin = window_.at(offset, journal::head_bytes);
  if (begin.size() < journal::head_bytes) return Verdict::cut_short;
  const auto head = journal::decode_head(begin.first<journal::head_bytes>(), run_);
  if (!head) return Verdict::invalid;
  const std::uint64_t rest = size_ - std::min(size_, offset + journal::head_bytes);
  if (rest < journal::tail_bytes || head->payload_bytes > rest - journal::tail_bytes) {
    return Verdict::cut_short;
  }
  const std::size_t length = journal::head_bytes + head->payload_bytes + journal::tail_bytes;
  const auto record = window_.at(offset, length);
  if (record.size() < length) return Verdict::cut_short;
  const auto payload = record.subspan(journal::head_bytes, head->payload_bytes);
  std::uint64_t checksum = 0;
  std::memcpy(&checksum, record.last(journal::tail_bytes).data(), sizeof checksum);
  if (checksum != journal::record_checksum(record.first<journal::head_bytes>(), payload, run_)) {
    return Verdict::invalid;
  }
  head_ = *head;
  payload_ = payload;
  return Verdict::valid;
}

std::uint64_t JournalScanner::find(std::uint64_t offset) {
  std::vector<std::byte> window(
      std::size_t(std::min<std::uint64_t>(search_window, size_ - std::min(offset, size_))));
  while (offset < size_) {
    const std::size_t length = file_->read_at(offset, window);
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

}  // namespace yieldscape
