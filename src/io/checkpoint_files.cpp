#include "yieldscape/io/checkpoint_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "bytes.hpp"
#include "seal.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/io/result_encoding.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/together.hpp"

// Bytes of a checkpoint, all numbers little-endian:
//     0  magic "YSCHECK\n"           8
//     8  format version              u32
//    12  realization                 u32
//    16  point hash                  2 u64 (high, low)
//    32  run identity                2 u64
//    48  next grid strain            u64: the later of two checkpoints has the larger one
//    56  bytes of the payload        u64
//    64  checksum                    u64: XXH3-64 of (bytes 0 … 63, XXH3-64 of the payload)
//    72  payload: next grid strain, sites, sums of the lattice (64 bytes);
//        the fields of State and the strengths (28 bytes a site);
//        the records so far, as those of a result

namespace yieldscape {

namespace {

constexpr std::array<unsigned char, 8> magic{'Y', 'S', 'C', 'H', 'E', 'C', 'K', '\n'};
constexpr std::uint32_t format_version = 1;
constexpr std::size_t header_bytes = 72;
constexpr std::uint64_t head_bytes = 64;
/// Plastic strain, threshold, visits, strength.
constexpr std::array<std::uint64_t, 4> field_bytes{8, 8, 4, 8};
constexpr std::uint64_t bytes_of_site = 28;

struct Header {
  TaskId task;
  Hash128 run;
  std::uint64_t next_grid;
  std::uint64_t payload_bytes;
};

std::vector<std::byte> encode(const Header& header, std::uint64_t payload_hash) {
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
  checked.put(payload_hash);
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

void read_exactly(const File& file, std::uint64_t offset, std::span<std::byte> bytes) {
  if (file.read_at(offset, bytes) < bytes.size()) throw CorruptError(file.path().string() + ": ends early");
}

}  // namespace

EncodedCheckpoint encode(const Checkpoint& checkpoint) {
  const State& state = checkpoint.state;
  const std::size_t sites = checkpoint.strength.size();
  EXPECTS(state.visits.size() == sites);
  ByteWriter head;
  head.put(checkpoint.next_grid);
  head.put(std::uint64_t(state.part().lattice().sites()));
  head.put(state.stress);
  head.put(state.plastic_strain_sum);
  head.put(state.slips);
  head.put(state.rounds);
  head.put(state.avalanches);
  head.put(state.near_ties);
  ENSURES(head.bytes().size() == head_bytes);
  ByteWriter fields;
  fields.reserve(sites * bytes_of_site);
  fields.put_array(state.plastic_strain.span());
  fields.put_array(state.threshold.span());
  fields.put_array(std::span<const std::uint32_t>(state.visits));
  fields.put_array(std::span<const double>(checkpoint.strength));
  return {.head = std::move(head).take(),
          .fields = std::move(fields).take(),
          .records = encode(RealizationResult{.records = checkpoint.records, .seconds = checkpoint.seconds})};
}

/// A file that proves itself.
struct CheckpointFiles::Found {
  bool second;
  std::uint64_t next_grid;
  std::uint64_t payload_bytes;
};

/// The older of the two files being replaced. Its header, without which it proves nothing, comes last.
class CheckpointFiles::Writing {
 public:
  explicit Writing(const CheckpointFiles& files) : files_(&files), file_(begin(files)) {
    file_.write(std::vector<std::byte>(header_bytes));
  }
  void put(std::span<const std::byte> bytes) {
    hash_.add(bytes);
    payload_bytes_ += bytes.size();
    file_.write(bytes);
  }
  void end(std::uint64_t next_grid) {
    file_.write_at(0, encode(Header{files_->task_, files_->run_, next_grid, payload_bytes_}, hash_.value()));
    file_.sync();
    file_.close();
    sync_directory(files_->directory_->checkpoints());
  }

 private:
  static File begin(const CheckpointFiles& files) {
    make_directories(files.directory_->checkpoints());
    const auto kept = files.latest();
    return File::overwrite(files.path(kept && !kept->second));
  }

  const CheckpointFiles* files_;
  File file_;
  Hash64Stream hash_;
  std::uint64_t payload_bytes_ = 0;
};

CheckpointFiles::CheckpointFiles(const RunDirectory& directory, const Hash128& run, const TaskId& task)
    : directory_(&directory), run_(run), task_(task) {}

// Not made beforehand: hardly any task has files, and a short one takes little longer than to name them.
std::filesystem::path CheckpointFiles::path(bool second) const {
  return directory_->checkpoints() /
         fmt::format("{}-{}{}", task_.point.hex(), task_.realization, second ? ".b" : ".a");
}

std::optional<CheckpointFiles::Found> CheckpointFiles::examine(bool second) const {
  std::error_code error;
  if (!std::filesystem::exists(path(second), error)) return std::nullopt;
  const File file = File::open_to_read(path(second));
  const std::uint64_t size = file.size();
  if (size < header_bytes + sizeof(std::uint64_t)) return std::nullopt;
  std::array<std::byte, header_bytes + sizeof(std::uint64_t)> begin;
  if (file.read_at(0, begin) < begin.size()) return std::nullopt;
  const auto head = std::span(begin).first<header_bytes>();
  const Found found{.second = second,
                    .next_grid = first_number(std::span(begin).subspan(header_bytes)),
                    .payload_bytes = size - header_bytes};
  // What the header must be, byte by byte, if the file is whole and of this task.
  const std::uint64_t hash = hash_range(file, header_bytes, found.payload_bytes);
  const auto wanted = encode(Header{task_, run_, found.next_grid, found.payload_bytes}, hash);
  if (!std::ranges::equal(head, wanted)) return std::nullopt;
  return found;
}

std::optional<CheckpointFiles::Found> CheckpointFiles::latest() const {
  const auto first = examine(false);
  const auto second = examine(true);
  return second && (!first || second->next_grid > first->next_grid) ? second : first;
}

Checkpoint CheckpointFiles::read(const Found& found, const LatticePart& part, bool with_records) const {
  const File file = File::open_to_read(path(found.second));
  const std::uint64_t sites = part.lattice().sites();
  std::array<std::byte, head_bytes> head;
  read_exactly(file, header_bytes, head);
  ByteReader in(head, "checkpoint");
  Checkpoint checkpoint{.next_grid = in.get<std::uint64_t>(),
                        .state = State(part),
                        .strength = std::vector<double>(part.sites()),
                        .records = {}};
  if (in.get<std::uint64_t>() != sites) in.fail("another lattice");
  State& state = checkpoint.state;
  state.stress = in.get<double>();
  state.plastic_strain_sum = in.get<double>();
  state.slips = in.get<std::uint64_t>();
  state.rounds = in.get<std::uint64_t>();
  state.avalanches = in.get<std::uint64_t>();
  state.near_ties = in.get<std::uint64_t>();

  std::uint64_t field = header_bytes + head_bytes;
  const auto read_field = [&](const auto& values) {
    const auto bytes = std::as_writable_bytes(values);
    const std::uint64_t each = sizeof(values.front());
    read_exactly(file, field + part.first_site() * each, bytes);
    field += sites * each;
  };
  read_field(state.plastic_strain.span());
  read_field(state.threshold.span());
  read_field(std::span(state.visits));
  read_field(std::span(checkpoint.strength));
  if (!with_records) return checkpoint;

  const std::uint64_t end = header_bytes + found.payload_bytes;
  std::vector<std::byte> records(end - std::min(end, field));
  read_exactly(file, field, records);
  RealizationResult so_far = decode(records, "checkpoint");
  checkpoint.records = std::move(so_far.records);
  checkpoint.seconds = so_far.seconds;
  return checkpoint;
}

std::optional<Checkpoint> CheckpointFiles::read(Lattice lattice) const {
  const auto found = latest();
  return found ? std::optional(read(*found, lattice, true)) : std::nullopt;
}

std::optional<Checkpoint> CheckpointFiles::read(const Communicator& team, const LatticePart& part) const {
  std::vector<Found> found;
  together(team, [&] {
    if (!team.is_root()) return;
    if (const auto file = latest()) found.push_back(*file);
  });
  found = broadcast(team, found);
  if (found.empty()) return std::nullopt;
  std::optional<Checkpoint> checkpoint;
  together(team, [&] { checkpoint = read(found.front(), part, team.is_root()); });
  return checkpoint;
}

void CheckpointFiles::write(const EncodedCheckpoint& encoded) {
  Writing file(*this);
  file.put(encoded.head);
  file.put(encoded.fields);
  file.put(encoded.records);
  file.end(first_number(encoded.head));
}

void CheckpointFiles::write(const Communicator& team, const EncodedCheckpoint& encoded) {
  std::optional<Writing> file;
  if (team.is_root()) file.emplace(*this).put(encoded.head);
  const std::uint64_t sites = encoded.fields.size() / bytes_of_site;
  auto rest = std::span(encoded.fields);
  for (const std::uint64_t each : field_bytes) {
    for (const auto& part : gather_bytes(team, rest.first(sites * each))) file->put(part);
    rest = rest.subspan(sites * each);
  }
  if (!file) return;
  file->put(encoded.records);
  file->end(first_number(encoded.head));
}

void CheckpointFiles::remove() const {
  for (const bool second : {false, true}) {
    std::error_code error;
    std::filesystem::remove(path(second), error);
    if (error) throw_io_error("remove", path(second), error.value());
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
