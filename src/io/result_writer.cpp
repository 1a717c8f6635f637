#include "result_writer.hpp"

#include <fmt/format.h>

#include <optional>

#include "yieldscape/core/contracts.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/core/hash.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/together.hpp"
#include "yieldscape/parallel/watchdog.hpp"

namespace yieldscape {

namespace {

/// Collective.
template <typename Open>
auto open_together(const Communicator& communicator, const Open& open) {
  std::optional<decltype(open())> file;
  together(communicator, [&] { file = open(); });
  return std::move(*file);
}

}  // namespace

ResultWriter::ResultWriter(const Communicator& communicator, const std::filesystem::path& path)
    : communicator_(communicator),
      file_(open_together(communicator, [&] { return hdf5::File::open_parallel(path, communicator); })),
      stored_(open_together(communicator, [&] { return File::open_to_read(path); })) {}

ResultWriter::Target& ResultWriter::target(const std::string& dataset) {
  const auto found = targets_.find(dataset);
  if (found != targets_.end()) return found->second;
  auto handle = hdf5::open_dataset(file_, dataset);
  auto format = hdf5::format_of(handle, dataset);
  const auto offset = hdf5::offset_of(handle).value_or(0);  // none: without elements
  return targets_.emplace(dataset, Target{std::move(handle), std::move(format), offset}).first->second;
}

void ResultWriter::put(const std::string& dataset, const hdf5::Region& region,
                       std::span<const std::byte> bytes) {
  auto& to = target(dataset);
  if (bytes.empty()) return;
  const auto before = hdf5::elements_before(to.format.shape, region.front().start);
  const WrittenPart whole{to.offset + before * to.format.element_bytes(), bytes.size(), hash64(bytes)};
  written_.push_back(whole);
  to.elements_written += hdf5::elements(region);
  std::size_t done = 0;
  for (const auto& slab : region) {  // one by one: a union of slabs would be written row by row
    const auto part = bytes.subspan(done, hdf5::product(slab.count) * to.format.element_bytes());
    hdf5::write(to.dataset, to.format, {slab}, part, file_.path().native() + dataset);
    done += part.size();
  }
  stored_.begin_sync(whole.offset, whole.bytes);
}

std::vector<WrittenPart> ResultWriter::close() {
  for (auto& [name, to] : targets_) to.dataset = hdf5::Handle(-1, to.dataset.id() >= 0 ? H5Dclose : nullptr);
  together(communicator_, [&] { file_.flush(); });  // closing alone does not sync
  compare_totals();
  close_file();
  return std::move(written_);
}

void ResultWriter::close_file() {
  constexpr double longest_seconds = 300;
  constexpr int code = int(ExitCode::input_output);
  std::optional<Watchdog> watchdog;
  watchdog.emplace(longest_seconds, code,
                   fmt::format("cannot close '{}': rank {} has waited for the others for {} s\n"
                               "Once the cause is gone, give the same command again: finished realizations "
                               "are kept.",
                               file_.path().string(), communicator_.rank(), longest_seconds));
  together(communicator_, [&] {
    try {
      file_.close();
    } catch (const IoError& error) {
      watchdog.reset();
      watchdog.emplace(longest_seconds, code, error.what());  // others may not come to hear of it
      throw;
    }
  });
}

void ResultWriter::compare_totals() const {
  std::vector<std::uint64_t> totals;
  for (const auto& [name, to] : targets_) totals.push_back(to.elements_written);
  totals = all_reduce_sum(communicator_, std::move(totals));
  auto total = totals.begin();
  for (const auto& [name, to] : targets_) ENSURES(*total++ == hdf5::product(to.format.shape));
}

}  // namespace yieldscape
