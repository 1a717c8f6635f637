#include "yieldscape/io/checkpoint_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "bytes.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/io/result_encoding.hpp"

// Bytes of a checkpoint, all numbers little-endian:
//     0  magic "YSCHECK\n"           8
//     8  format version              u32
//    12  realization                 u32
//    16  point hash                  2 u64 (high, low)
//    32  run identity                2 u64
//    48  next grid strain            u64: the later of two checkpoints has the larger one
//    56  bytes of the payload        u64
//    64  checksum                    u64: XXH3-64 of (bytes 0 … 63, XXH3-64 of the payload)
//    72  payload: see encode()

namespace yieldscape {

namespace {

constexpr std::array<unsigned char, 8> magic{'Y', 'S', 'C', 'H', 'E', 'C', 'K', '\n'};
constexpr std::uint32_t format_version = 1;
constexpr std::size_t header_bytes = 72;
constexpr std::string_view first_suffix = ".a";
constexpr std::string_view second_suffix = ".b";

struct Header {
  TaskId task;
  Hash128 run;
  std::uint64_t next_grid;
  std::uint64_t payload_bytes;
};

std::vector<std::byte> encode(const Header& header, std::span<const std::byte> payload) {
  ByteWriter out;
  out.reserve(header_bytes);
  out.put_bytes(std::as_bytes(std::span(magic)));
  out.put(format_version);
  out.put(header.task.realization);
  for (const Hash128& hash : {header.task.point, header.run}) {
    out.put(hash.high);
    out.put(hash.low);
  }
  out.put(header.next_grid);
  out.put(header.payload_bytes);
  ByteWriter checked = out;
  checked.put(hash64(payload));
  out.put(hash64(checked.bytes()));
  return std::move(out).take();
}

std::uint64_t first_number(std::span<const std::byte> encoded) {
  return ByteReader(encoded, "checkpoint").get<std::uint64_t>();
}

std::optional<TaskId> task_of(const std::filesystem::path& path) {
  const std::string name = path.stem().string();
  if (name.size() < Hash128::hex_digits + 2 || name[Hash128::hex_digits] != '-') return std::nullopt;
  const auto number = [](std::string_view digits, auto& value, int base) {
    const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
    return error == std::errc() && rest == digits.data() + digits.size();
  };
  TaskId task;
  const std::string_view text = name;
  const bool sound = number(text.substr(0, 16), task.point.high, 16) &&
                     number(text.substr(16, 16), task.point.low, 16) &&
                     number(text.substr(Hash128::hex_digits + 1), task.realization, 10);
  return sound ? std::optional(task) : std::nullopt;
}

Checkpoint decode_checkpoint(std::span<const std::byte> bytes, Lattice lattice) {
  ByteReader in(bytes, "checkpoint");
  Checkpoint checkpoint{
      .next_grid = in.get<std::uint64_t>(), .state = State(lattice), .strength = {}, .records = {}};
  if (in.get<std::uint64_t>() != lattice.sites()) in.fail("another lattice");
  State& state = checkpoint.state;
  state.stress = in.get<double>();
  state.plastic_strain_sum = in.get<double>();
  state.slips = in.get<std::uint64_t>();
  state.rounds = in.get<std::uint64_t>();
  state.avalanches = in.get<std::uint64_t>();
  state.near_ties = in.get<std::uint64_t>();
  in.get_into(state.plastic_strain.span());
  in.get_into(state.threshold.span());
  in.get_into(std::span(state.visits));
  checkpoint.strength = in.get_array<double>(lattice.sites());
  RealizationResult so_far = decode(in.rest(), "checkpoint");
  checkpoint.records = std::move(so_far.records);
  checkpoint.seconds = so_far.seconds;
  return checkpoint;
}

}  // namespace

std::vector<std::byte> encode(const Checkpoint& checkpoint) {
  const State& state = checkpoint.state;
  const std::size_t sites = checkpoint.strength.size();
  EXPECTS(state.visits.size() == sites);
  const auto records =
      encode(RealizationResult{.records = checkpoint.records, .seconds = checkpoint.seconds});
  ByteWriter out;
  out.reserve(64 + sites * (3 * sizeof(double) + sizeof(std::uint32_t)) + records.size());
  out.put(checkpoint.next_grid);
  out.put(std::uint64_t(sites));
  out.put(state.stress);
  out.put(state.plastic_strain_sum);
  out.put(state.slips);
  out.put(state.rounds);
  out.put(state.avalanches);
  out.put(state.near_ties);
  out.put_array(state.plastic_strain.span());
  out.put_array(state.threshold.span());
  out.put_array(std::span<const std::uint32_t>(state.visits));
  out.put_array(std::span<const double>(checkpoint.strength));
  out.put_bytes(records);
  return std::move(out).take();
}

struct CheckpointFiles::Found {
  std::uint64_t next_grid;
  std::vector<std::byte> payload;
};

CheckpointFiles::CheckpointFiles(const RunDirectory& directory, const Hash128& run, const TaskId& task)
    : directory_(&directory), run_(run), task_(task) {}

// Not made beforehand: hardly any task has files, and a short one takes little longer than to name them.
std::filesystem::path CheckpointFiles::path(std::string_view suffix) const {
  return directory_->checkpoints() / fmt::format("{}-{}{}", task_.point.hex(), task_.realization, suffix);
}

std::optional<CheckpointFiles::Found> CheckpointFiles::examine(const std::filesystem::path& path) const {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::nullopt;
  const File file = File::open_to_read(path);
  const std::uint64_t size = file.size();
  if (size < header_bytes) return std::nullopt;
  std::array<std::byte, header_bytes> head;
  Found found{.next_grid = 0, .payload = std::vector<std::byte>(size - header_bytes)};
  if (file.read_at(0, head) < head.size()) return std::nullopt;
  if (file.read_at(header_bytes, found.payload) < found.payload.size()) return std::nullopt;
  if (found.payload.size() < sizeof(std::uint64_t)) return std::nullopt;
  found.next_grid = first_number(found.payload);
  // What the header must be, byte by byte, if the file is whole and of this task.
  const auto wanted = encode(Header{task_, run_, found.next_grid, found.payload.size()}, found.payload);
  if (!std::ranges::equal(head, wanted)) return std::nullopt;
  return found;
}

std::optional<Checkpoint> CheckpointFiles::read(Lattice lattice) const {
  auto latest = examine(path(first_suffix));
  auto other = examine(path(second_suffix));
  if (other && (!latest || other->next_grid > latest->next_grid)) latest = std::move(other);
  if (!latest) return std::nullopt;
  return decode_checkpoint(latest->payload, lattice);
}

void CheckpointFiles::write(std::span<const std::byte> encoded) {
  make_directories(directory_->checkpoints());
  const auto first = examine(path(first_suffix));
  const auto second = examine(path(second_suffix));
  const bool keep_first = first && (!second || first->next_grid >= second->next_grid);
  File file = File::overwrite(path(keep_first ? second_suffix : first_suffix));
  file.write(encode(Header{task_, run_, first_number(encoded), encoded.size()}, encoded));
  file.write(encoded);
  file.sync();
  file.close();
  sync_directory(directory_->checkpoints());
}

void CheckpointFiles::remove() const {
  for (const auto suffix : {first_suffix, second_suffix}) {
    std::error_code error;
    std::filesystem::remove(path(suffix), error);
    if (error) throw_io_error("remove", path(suffix), error.value());
  }
}

std::vector<TaskId> list_checkpoints(const RunDirectory& directory) {
  std::vector<TaskId> tasks;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(directory.checkpoints(), error), end; !error && entry != end;
       entry.increment(error)) {
    if (const auto task = task_of(entry->path())) tasks.push_back(*task);
  }
  if (error && error != std::errc::no_such_file_or_directory) {
    throw_io_error("list directory", directory.checkpoints(), error.value());
  }
  std::ranges::sort(tasks);
  const auto repeated = std::ranges::unique(tasks);
  tasks.erase(repeated.begin(), repeated.end());
  return tasks;
}

}  // namespace yieldscape
