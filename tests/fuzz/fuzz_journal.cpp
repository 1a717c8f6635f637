// Any bytes as a journal. Every byte must be accounted for: as header, as part of a record that proves
// itself, or as damage; what is read by the index must be what is read by the record.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "journal_format.hpp"
#include "require.hpp"
#include "scratch_file.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/io/journal_index.hpp"
#include "yieldscape/io/result_encoding.hpp"
#include "yieldscape/io/result_reader.hpp"

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

namespace yieldscape::fuzz {
namespace {

constexpr Hash128 run{0x1111, 0x2222};

/// Visited, refused and damaged parts lie one after the other and cover the file.
void require_account_of_every_byte(const std::filesystem::path& path, std::size_t size) {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> parts;
  const auto contents = read_journal(path, run, [&](const JournalRecord& record) {
    parts.emplace_back(record.offset, journal::head_bytes + record.payload.size() + journal::tail_bytes);
  });
  if (contents.header) parts.emplace_back(0, journal::header_bytes);
  for (const Damage& damage : contents.damage) {
    require(damage.file == path && !damage.what.empty(), "damage has a file and a reason");
    // A lost header is reported as such and its bytes are searched for records all the same.
    const bool lost_header = damage.offset == 0 && damage.bytes == journal::header_bytes && !damage.torn_tail;
    if (!lost_header) parts.emplace_back(damage.offset, damage.bytes);
  }
  std::ranges::sort(parts);
  std::uint64_t end = 0;
  for (const auto& [offset, bytes] : parts) {
    require(offset >= end, "parts do not overlap");
    require(offset == end || (!contents.header && end < journal::header_bytes), "there is no gap");
    end = offset + bytes;
  }
  require(end <= size, "parts end with the file");
  require(end == size || !contents.header, "the last part ends with the file");
}

void require_that_results_read_back(const std::filesystem::path& directory) {
  const JournalIndex index = index_journals(directory, run);
  ResultReader reader(index, run);
  for (const DoneTask& done : index.done()) {
    try {
      const auto bytes = encode(reader.read(done));
      require(summarize(bytes, "fuzz").records_hash == done.records_hash, "a result is what was indexed");
    } catch (const CorruptError&) {
      // A record that proves itself and is not a result: the writer had a bug. It is refused with its place.
    }
  }
}

/// Three tasks as a writer leaves them.
std::vector<std::byte> valid_journal(std::mt19937& random) {
  std::vector<std::byte> bytes;
  const auto add = [&](const auto& part) { bytes.insert(bytes.end(), part.begin(), part.end()); };
  const auto add_record = [&](RecordType type, const TaskId& task, const std::vector<std::byte>& payload) {
    const auto head = journal::encode_head({type, task, payload.size()}, run);
    add(head);
    add(payload);
    const std::uint64_t checksum = journal::record_checksum(head, payload, run);
    add(std::as_bytes(std::span(&checksum, 1)));
  };
  add(journal::encode_header({run, "fuzz", std::uint32_t(random())}));
  for (std::uint32_t i = 0; i < 3; ++i) {
    const TaskId task{{random() % 2, 1}, std::uint32_t(random() % 3)};
    RealizationResult result;
    result.slips = random() % 4;
    result.records.series = Series(random() % 3);
    if (random() % 2 == 0) result.records.avalanches.resize(random() % 3);
    add_record(RecordType::start, task, {});
    add_record(random() % 4 == 0 ? RecordType::failed : RecordType::done, task, encode(result));
  }
  add_record(RecordType::end, {}, {});
  return bytes;
}

/// Makes the checksums right, so that what they protect is reached: without it nearly every change ends
/// there.
void mend(std::span<std::byte> bytes) {
  const auto store = [&](std::size_t place, std::uint64_t checksum) {
    std::memcpy(bytes.data() + place, &checksum, sizeof checksum);
  };
  if (bytes.size() < journal::header_bytes) return;
  constexpr std::size_t sum = sizeof(std::uint64_t);
  store(journal::header_bytes - sum, hash64(bytes.first(journal::header_bytes - sum)));
  std::size_t offset = journal::header_bytes;
  while (bytes.size() - offset >= journal::head_bytes + journal::tail_bytes) {
    const auto head = bytes.subspan(offset).first<journal::head_bytes>();
    std::uint32_t type = 0;
    journal::RecordHead fields{};
    const auto load = [&](std::size_t place, auto& value) {
      std::memcpy(&value, head.data() + place, sizeof value);
    };
    load(8, type);
    load(12, fields.task.realization);
    load(16, fields.payload_bytes);
    load(24, fields.task.point.high);
    load(32, fields.task.point.low);
    fields.type = RecordType(type);
    std::ranges::copy(journal::encode_head(fields, run), head.begin());
    const std::uint64_t length = fields.payload_bytes;
    const std::size_t left = bytes.size() - offset - journal::head_bytes - journal::tail_bytes;
    if (length > left) return;
    const auto payload = bytes.subspan(offset + journal::head_bytes, length);
    offset += journal::head_bytes + length;
    store(offset, journal::record_checksum(head, payload, run));
    offset += journal::tail_bytes;
  }
}

}  // namespace
}  // namespace yieldscape::fuzz

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned int seed) {
  using namespace yieldscape;
  std::mt19937 random(seed);
  if (random() % 50 == 0) {
    const auto fresh = fuzz::valid_journal(random);
    if (fresh.size() <= max_size) {
      std::memcpy(data, fresh.data(), fresh.size());
      size = fresh.size();
    }
  }
  size = LLVMFuzzerMutate(data, size, max_size);
  if (random() % 4 != 0) fuzz::mend(std::as_writable_bytes(std::span(data, size)));
  return size;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace yieldscape;
  static const fuzz::ScratchFile scratch("a.journal");
  scratch.hold(data, size);
  try {
    fuzz::require_account_of_every_byte(scratch.path(), size);
    fuzz::require_that_results_read_back(scratch.directory());
  } catch (const CorruptError&) {
    // Two different results of one task.
  }
  return 0;
}
