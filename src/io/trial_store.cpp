#include "yieldscape/io/trial_store.hpp"

#include "bytes.hpp"

namespace yieldscape {
namespace {

constexpr std::uint64_t trial_magic = 0x31'4c'41'49'52'54'53'59;  // "YSTRIAL1", little-endian
// Magic, checksum of what follows, trial (two words), batch, length of the curve.
constexpr std::size_t trial_header_bytes = 6 * sizeof(std::uint64_t);
constexpr std::size_t unchecked_bytes = 2 * sizeof(std::uint64_t);
constexpr std::uint64_t longest_curve = 10'000'000;

std::vector<std::byte> encoded(const TrialStore::Key& key, std::span<const double> curve) {
  ByteWriter body;
  body.put(key.trial.high);
  body.put(key.trial.low);
  body.put(std::uint64_t(key.batch));
  body.put(std::uint64_t(curve.size()));
  body.put_array(curve);
  ByteWriter record;
  record.put(trial_magic);
  record.put(hash64(body.bytes()));
  record.put_bytes(body.bytes());
  return std::move(record).take();
}

File opened(const std::filesystem::path& path, std::uint64_t good) {
  if (!std::filesystem::exists(path)) {
    File file = File::create(path);
    sync_directory(directory_of(path));
    return file;
  }
  File file = File::open_to_append(path);
  if (file.size() > good) file.truncate(good);
  return file;
}

}  // namespace

TrialStore::TrialStore(const std::filesystem::path& path) : file_(opened(path, read_all(path))) {}

// Takes in every record up to the first that does not prove itself; where that begins.
std::uint64_t TrialStore::read_all(const std::filesystem::path& path) {
  if (!std::filesystem::exists(path)) return 0;
  const File file = File::open_to_read(path);
  const std::uint64_t size = file.size();
  std::uint64_t place = 0;
  while (place + trial_header_bytes <= size) {
    std::vector<std::byte> bytes(trial_header_bytes);
    if (file.read_at(place, bytes) < bytes.size()) break;
    ByteReader header(bytes, path.string());
    const auto begins = header.get<std::uint64_t>();
    const auto checksum = header.get<std::uint64_t>();
    Key key{.trial = {header.get<std::uint64_t>(), 0}};
    key.trial.low = header.get<std::uint64_t>();
    key.batch = std::uint32_t(header.get<std::uint64_t>());
    const auto length = header.get<std::uint64_t>();
    if (begins != trial_magic || length > longest_curve) break;
    bytes.resize(trial_header_bytes + length * sizeof(double));
    if (file.read_at(place, bytes) < bytes.size()) break;
    if (hash64(std::span<const std::byte>(bytes).subspan(unchecked_bytes)) != checksum) break;
    std::vector<double> curve(length);
    std::memcpy(curve.data(), bytes.data() + trial_header_bytes, length * sizeof(double));
    curves_.insert_or_assign(key, std::move(curve));
    place += bytes.size();
  }
  return place;
}

std::span<const double> TrialStore::find(const Key& key) const {
  const auto found = curves_.find(key);
  return found == curves_.end() ? std::span<const double>{} : found->second;
}

void TrialStore::add(const Key& key, std::span<const double> curve) {
  file_.write(encoded(key, curve));
  curves_.insert_or_assign(key, std::vector<double>(curve.begin(), curve.end()));
}

}  // namespace yieldscape
