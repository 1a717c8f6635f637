#include "result_checksums.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "bytes.hpp"
#include "hdf5.hpp"
#include "seal.hpp"
#include "yieldscape/core/contracts.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/core/hash.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/together.hpp"

namespace yieldscape {

namespace {

std::uint64_t hash_of(const std::vector<std::string>& texts) {
  std::string joined;
  for (const auto& text : texts) joined.append(text).push_back('\0');
  return hash64(std::as_bytes(std::span(joined)));
}

/// All data of the result, on the root; the checksums of texts, which lie scattered, are there already.
std::vector<DatasetChecksum> locate(const std::filesystem::path& path) {
  const auto file = hdf5::File::open_to_read(path);
  std::vector<DatasetChecksum> datasets;
  for (const auto& name : hdf5::read_texts(file, "/provenance/checksums/dataset")) {
    const auto dataset = hdf5::open_dataset(file, name);
    const auto format = hdf5::format_of(dataset, name);
    if (format.type == hdf5::ElementType::texts) {
      datasets.push_back({name, std::nullopt, 0, hash_of(hdf5::read_texts(file, name))});
    } else {
      datasets.push_back(
          {name, format.bytes() > 0 ? hdf5::offset_of(dataset).value() : 0, format.bytes(), 0});
    }
  }
  return datasets;
}

struct Range {
  std::uint64_t offset;
  std::uint64_t bytes;
};

int reader_of(std::size_t dataset, const Communicator& communicator) {
  return int(dataset % std::size_t(communicator.size()));
}

/// What this rank has to compare, by place.
struct Parts {
  std::vector<WrittenPart> of_datasets;  ///< that it reads, by all ranks
  std::vector<WrittenPart> others;       ///< its own in what has no checksum, the provenance
};

/// Collective.
Parts parts_to_compare(const Communicator& communicator, const std::vector<Range>& datasets,
                       std::span<const WrittenPart> written) {
  std::vector<std::size_t> by_place(datasets.size());
  for (std::size_t i = 0; i < by_place.size(); ++i) by_place[i] = i;
  const auto end_of = [&](std::size_t i) { return datasets[i].offset + datasets[i].bytes; };
  std::ranges::sort(by_place, {}, end_of);
  Parts mine;
  std::vector<std::vector<std::byte>> parts(std::size_t(communicator.size()));
  for (const WrittenPart& part : written) {
    const auto dataset = std::ranges::upper_bound(by_place, part.offset, {}, end_of);
    if (dataset == by_place.end() || part.offset < datasets[*dataset].offset) {
      mine.others.push_back(part);
      continue;
    }
    const auto bytes = std::as_bytes(std::span(&part, 1));
    auto& to = parts[std::size_t(reader_of(*dataset, communicator))];
    to.insert(to.end(), bytes.begin(), bytes.end());
  }
  auto& all = mine.of_datasets;
  for (const auto& bytes : exchange_bytes(communicator, std::move(parts))) {
    const std::size_t before = all.size();
    all.resize(before + bytes.size() / sizeof(WrittenPart));
    if (!bytes.empty()) std::memcpy(all.data() + before, bytes.data(), bytes.size());
  }
  std::ranges::sort(all, {}, &WrittenPart::offset);
  return mine;
}

void compare(const WrittenPart& part, std::uint64_t hash, const File& file, const std::string& where) {
  if (hash == part.hash) return;
  throw IoError(fmt::format(
      "'{}': what was written to '{}' (from byte {} of the file, {} bytes) reads back different\n"
      "The file system or MPI-IO is at fault. The result already there is untouched and the journals are "
      "whole: render again,\nif need be on one rank or with OMPI_MCA_io=romio321.",
      file.path().string(), where, part.offset, part.bytes));
}

/// The hash of a dataset whose `parts` were written by the ranks; the rest of it was not.
std::uint64_t compare_and_hash(const File& file, const Range& dataset, std::span<const WrittenPart> parts,
                               const std::string& path) {
  Hash64Stream whole;
  std::uint64_t place = dataset.offset;
  const auto add_until = [&](std::uint64_t end, Hash64Stream* part) {
    for_each_piece(file, place, end - place, [&](std::span<const std::byte> piece) {
      whole.add(piece);
      if (part != nullptr) part->add(piece);
    });
    place = end;
  };
  for (const WrittenPart& part : parts) {
    EXPECTS(part.offset >= place);
    add_until(part.offset, nullptr);
    Hash64Stream hash;
    add_until(part.offset + part.bytes, &hash);
    compare(part, hash.value(), file, path);
  }
  add_until(dataset.offset + dataset.bytes, nullptr);
  return whole.value();
}

}  // namespace

std::vector<DatasetChecksum> compare_and_hash(const Communicator& communicator,
                                              const std::filesystem::path& path,
                                              std::span<const WrittenPart> written) {
  std::vector<DatasetChecksum> datasets;
  together(communicator, [&] {
    if (communicator.is_root()) datasets = locate(path);
  });
  std::vector<Range> ranges;
  ByteWriter names;
  for (const auto& dataset : datasets) {
    ranges.push_back({dataset.offset.value_or(0), dataset.bytes});
    names.put_text(dataset.path);
  }
  ranges = broadcast(communicator, ranges);
  const auto name_bytes = broadcast_bytes(communicator, std::move(names).take());
  const Parts mine = parts_to_compare(communicator, ranges, written);
  std::vector<std::uint64_t> hashes(ranges.size(), 0);
  together(communicator, [&] {
    const File file = File::open_to_read(path);
    ByteReader in(name_bytes, "names of datasets");
    std::size_t compared = 0;
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      const std::string name = in.get_text();
      if (reader_of(i, communicator) != communicator.rank()) continue;
      const auto first =
          std::ranges::lower_bound(mine.of_datasets, ranges[i].offset, {}, &WrittenPart::offset);
      const auto last = std::ranges::lower_bound(mine.of_datasets, ranges[i].offset + ranges[i].bytes, {},
                                                 &WrittenPart::offset);
      hashes[i] = compare_and_hash(file, ranges[i], {first, last}, name);
      compared += std::size_t(last - first);
    }
    ENSURES(compared == mine.of_datasets.size());
    for (const auto& part : mine.others) {
      compare(part, hash_range(file, part.offset, part.bytes), file, "/provenance");
    }
  });
  hashes = all_reduce_sum(communicator, std::move(hashes));  // one rank has the value, the others zero
  for (std::size_t i = 0; i < datasets.size(); ++i) {
    if (datasets[i].offset) datasets[i].checksum = hashes[i];
  }
  return datasets;
}

}  // namespace yieldscape
