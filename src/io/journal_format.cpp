#include "journal_format.hpp"

#include <algorithm>
#include <cstring>

#include "bytes.hpp"

namespace yieldscape::journal {

namespace {

constexpr std::size_t head_checked_bytes = head_bytes - sizeof(std::uint64_t);
constexpr std::size_t header_checked_bytes = header_bytes - sizeof(std::uint64_t);

template <std::size_t size>
void put(FixedWriter<size>& out, const Hash128& hash) {
  out.put(hash.high);
  out.put(hash.low);
}

Hash128 get_hash(ByteReader& in) {
  const auto high = in.get<std::uint64_t>();
  const auto low = in.get<std::uint64_t>();
  return {high, low};
}

std::uint64_t head_checksum(std::span<const std::byte> checked, const Hash128& run) {
  FixedWriter<head_checked_bytes + sizeof(Hash128) + sizeof format_version> all;
  all.put_bytes(checked);
  put(all, run);
  all.put(format_version);
  return hash64(all.whole());
}

bool is_known(std::uint32_t type) {
  return type >= std::uint32_t(RecordType::start) && type <= std::uint32_t(RecordType::forgiven);
}

}  // namespace

std::array<std::byte, header_bytes> encode_header(const JournalHeader& header) {
  std::array<char, session_bytes> session{};
  // One byte stays zero, so that the text ends within its field.
  std::copy_n(header.session.begin(), std::min(header.session.size(), session_bytes - 1), session.begin());
  FixedWriter<header_bytes> out;
  out.put_bytes(std::as_bytes(std::span(file_magic)));
  out.put(format_version);
  out.put(std::uint32_t(header_bytes));
  put(out, header.run);
  out.put(header.writer);
  out.put(std::uint32_t{0});
  out.put_bytes(std::as_bytes(std::span(session)));
  out.put(std::uint64_t{0});
  out.put(std::uint64_t{0});
  out.put(hash64(out.bytes()));
  return out.whole();
}

std::optional<HeaderFields> decode_header(std::span<const std::byte, header_bytes> bytes) {
  ByteReader in(bytes, "journal header");
  if (!std::ranges::equal(in.get_array<unsigned char>(magic_bytes), file_magic)) return std::nullopt;
  HeaderFields fields{};
  fields.version = in.get<std::uint32_t>();
  static_cast<void>(in.get<std::uint32_t>());
  fields.header.run = get_hash(in);
  fields.header.writer = in.get<std::uint32_t>();
  static_cast<void>(in.get<std::uint32_t>());
  const auto session = in.get_array<char>(session_bytes);
  fields.header.session.assign(session.begin(), std::find(session.begin(), session.end(), '\0'));
  static_cast<void>(in.get_array<std::uint64_t>(2));
  if (in.get<std::uint64_t>() != hash64(bytes.first(header_checked_bytes))) return std::nullopt;
  return fields;
}

std::array<std::byte, head_bytes> encode_head(const RecordHead& head, const Hash128& run) {
  FixedWriter<head_bytes> out;
  out.put_bytes(std::as_bytes(std::span(record_magic)));
  out.put(head.type);
  out.put(head.task.realization);
  out.put(head.payload_bytes);
  put(out, head.task.point);
  out.put(head_checksum(out.bytes(), run));
  return out.whole();
}

std::optional<RecordHead> decode_head(std::span<const std::byte, head_bytes> bytes, const Hash128& run) {
  if (std::memcmp(bytes.data(), record_magic.data(), magic_bytes) != 0) return std::nullopt;
  ByteReader in(bytes.subspan(magic_bytes), "journal record");
  const auto type = in.get<std::uint32_t>();
  RecordHead head{};
  head.type = RecordType(type);
  head.task.realization = in.get<std::uint32_t>();
  head.payload_bytes = in.get<std::uint64_t>();
  head.task.point = get_hash(in);
  const bool proven = in.get<std::uint64_t>() == head_checksum(bytes.first(head_checked_bytes), run);
  return proven && is_known(type) ? std::optional(head) : std::nullopt;
}

// One that is too short, though it proves itself, counts for nothing.
Forgiveness decode_forgiveness(std::span<const std::byte> payload) {
  if (payload.size() < 2 * sizeof(std::uint32_t)) return {};
  ByteReader in(payload, "forgiven");
  Forgiveness what;
  what.failures = in.get<std::uint32_t>();
  what.unfinished_starts = in.get<std::uint32_t>();
  return what;
}

std::uint64_t record_checksum(std::span<const std::byte, head_bytes> head, std::span<const std::byte> payload,
                              const Hash128& run) {
  FixedWriter<head_bytes + sizeof(std::uint64_t) + sizeof(Hash128)> all;
  all.put_bytes(head);
  all.put(hash64(payload));
  put(all, run);
  return hash64(all.whole());
}

}  // namespace yieldscape::journal
