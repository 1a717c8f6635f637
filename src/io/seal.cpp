#include "seal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>

#include "yieldscape/core/hash.hpp"

namespace yieldscape {

namespace {

constexpr std::string_view first_line = "\nyieldscape seal 1\n";
constexpr std::size_t last_line_bytes = 5 + 16 + 1 + 12 + 1;
constexpr std::uint64_t largest_seal = std::uint64_t(1) << 28;
constexpr std::size_t piece_bytes = std::size_t(1) << 18;

void add_range(const File& file, std::uint64_t offset, std::uint64_t bytes, Hash64Stream& hash) {
  for_each_piece(file, offset, bytes, [&](std::span<const std::byte> piece) { hash.add(piece); });
}

std::string lines_of(const std::vector<SealedDataset>& datasets, std::uint64_t body_bytes,
                     std::uint64_t rest) {
  std::string text(first_line);
  for (const auto& dataset : datasets) {
    text +=
        fmt::format("data {} {} {:016x} {}\n", dataset.offset, dataset.bytes, dataset.checksum, dataset.path);
  }
  return text + fmt::format("rest {} {:016x}\n", body_bytes, rest);
}

std::string last_line(std::uint64_t checksum, std::uint64_t bytes) {
  return fmt::format("seal {:016x} {:012}\n", checksum, bytes);
}

std::optional<Seal> parse(const std::string& text) {
  if (!text.starts_with(first_line)) return std::nullopt;
  Seal seal;
  std::istringstream lines(text.substr(first_line.size()));
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string kind;
    words >> kind;
    if (kind == "data") {
      SealedDataset dataset;
      words >> dataset.offset >> dataset.bytes >> std::hex >> dataset.checksum >> std::ws;
      std::getline(words, dataset.path);
      seal.datasets.push_back(std::move(dataset));
    } else if (kind == "rest") {
      words >> seal.body_bytes >> std::hex >> seal.rest_checksum;
    } else {
      return std::nullopt;
    }
    if (words.fail()) return std::nullopt;
  }
  return seal;
}

}  // namespace

void for_each_piece(const File& file, std::uint64_t offset, std::uint64_t bytes,
                    const std::function<void(std::span<const std::byte>)>& visit) {
  std::vector<std::byte> room(std::size_t(std::min<std::uint64_t>(piece_bytes, bytes)));
  while (bytes > 0) {
    const auto piece = std::span(room).first(std::size_t(std::min<std::uint64_t>(room.size(), bytes)));
    const std::size_t got = file.read_at(offset, piece);
    visit(piece.first(got));
    if (got < piece.size()) return;
    offset += got;
    bytes -= got;
  }
}

std::uint64_t hash_range(const File& file, std::uint64_t offset, std::uint64_t bytes) {
  Hash64Stream hash;
  add_range(file, offset, bytes, hash);
  return hash.value();
}

std::uint64_t hash_rest(const File& file, const std::vector<SealedDataset>& datasets,
                        std::uint64_t body_bytes) {
  Hash64Stream hash;
  std::uint64_t place = 0;
  for (const auto& dataset : datasets) {
    if (dataset.offset > place) add_range(file, place, std::min(dataset.offset, body_bytes) - place, hash);
    place = std::max(place, dataset.offset + dataset.bytes);
  }
  if (place < body_bytes) add_range(file, place, body_bytes - place, hash);
  return hash.value();
}

void append_seal(const std::filesystem::path& path, std::vector<SealedDataset> datasets) {
  std::ranges::sort(datasets, {}, &SealedDataset::offset);
  std::string text;
  {
    const File file = File::open_to_read(path);
    const std::uint64_t body = file.size();
    text = lines_of(datasets, body, hash_rest(file, datasets, body));
  }
  const auto checksum = hash64(std::as_bytes(std::span(text)));
  text += last_line(checksum, text.size());
  File file = File::open_to_append(path);
  file.write(text);
  file.sync();
  file.close();
}

std::optional<Seal> read_seal(const File& file) {
  const std::uint64_t size = file.size();
  std::array<char, last_line_bytes> last{};
  if (size < last.size()) return std::nullopt;
  if (file.read_at(size - last.size(), std::as_writable_bytes(std::span(last))) < last.size())
    return std::nullopt;
  std::istringstream words(std::string(last.data(), last.size()));
  std::string kind;
  std::uint64_t checksum = 0;
  std::uint64_t bytes = 0;
  words >> kind >> std::hex >> checksum >> std::dec >> bytes;
  if (words.fail() || last_line(checksum, bytes) != std::string_view(last.data(), last.size()))
    return std::nullopt;
  if (bytes > largest_seal || bytes + last.size() > size) return std::nullopt;
  std::string text(bytes, '\0');
  const std::uint64_t begin = size - last.size() - bytes;
  if (file.read_at(begin, std::as_writable_bytes(std::span(text))) < bytes) return std::nullopt;
  if (hash64(std::as_bytes(std::span(text))) != checksum) return std::nullopt;
  auto seal = parse(text);
  if (!seal || seal->body_bytes != begin) return std::nullopt;
  return seal;
}

}  // namespace yieldscape
