#pragma once

// Bytes of a journal, all numbers little-endian:
//
//   file header, 128 bytes
//     0  magic "YSJOURN\n"          8
//     8  format version             u32
//    12  bytes of this header       u32
//    16  run identity               2 u64 (high, low)
//    32  writer                     u32
//    36  zero                       4
//    40  session                    64 bytes UTF-8, zero-padded
//   104  zero                       16
//   120  XXH3-64 of bytes 0 … 119   u64
//   then records, one after the other
//     0  magic 89 59 53 52 65 63 0a 1a
//     8  type                       u32
//    12  realization                u32
//    16  bytes of the payload       u64
//    24  point hash                 2 u64 (high, low)
//    40  checksum of the head       u64: XXH3-64 of (bytes 0 … 39, run identity, format version)
//    48  payload
//    ..  checksum of the record     u64: XXH3-64 of (bytes 0 … 47, XXH3-64 of the payload, run identity)
//
// The run identity and the format version are part of the checksums: a record proves by itself that it
// belongs to a run and can be read, even if the file's header is lost. The head has a checksum of its own so
// that a length is trusted before it is used.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "yieldscape/io/journal.hpp"

namespace yieldscape::journal {

/// 2: results hold near ties. Journals of another version are refused whole and what they held is computed
/// anew.
inline constexpr std::uint32_t format_version = 2;
inline constexpr std::size_t header_bytes = 128;
inline constexpr std::size_t session_bytes = 64;
inline constexpr std::size_t head_bytes = 48;
inline constexpr std::size_t tail_bytes = 8;
inline constexpr std::size_t magic_bytes = 8;
inline constexpr std::array<unsigned char, magic_bytes> file_magic{'Y', 'S', 'J', 'O', 'U', 'R', 'N', '\n'};
inline constexpr std::array<unsigned char, magic_bytes> record_magic{0x89, 'Y', 'S',  'R',
                                                                     'e',  'c', 0x0a, 0x1a};

struct RecordHead {
  RecordType type;
  TaskId task;
  std::uint64_t payload_bytes;
};

struct HeaderFields {
  std::uint32_t version;
  JournalHeader header;
};

/// What a `forgiven` record says.
[[nodiscard]] Forgiveness decode_forgiveness(std::span<const std::byte> payload);

[[nodiscard]] std::array<std::byte, header_bytes> encode_header(const JournalHeader& header);
/// Empty unless magic and checksum are right; the version may be any.
[[nodiscard]] std::optional<HeaderFields> decode_header(std::span<const std::byte, header_bytes> bytes);

[[nodiscard]] std::array<std::byte, head_bytes> encode_head(const RecordHead& head, const Hash128& run);
/// Empty unless magic, checksum and type are right.
[[nodiscard]] std::optional<RecordHead> decode_head(std::span<const std::byte, head_bytes> bytes,
                                                    const Hash128& run);

[[nodiscard]] std::uint64_t record_checksum(std::span<const std::byte, head_bytes> head,
                                            std::span<const std::byte> payload, const Hash128& run);

}  // namespace yieldscape::journal
