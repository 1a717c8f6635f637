#include "yieldscape/io/verify.hpp"

#include <fmt/format.h>

#include "seal.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/io/journal_index.hpp"

namespace yieldscape {

VerifyReport verify_result(const std::filesystem::path& path) {
  VerifyReport report;
  const File file = File::open_to_read(path);
  const auto seal = read_seal(file);
  if (!seal) {
    report.damage.push_back(
        {path, 0, file.size(),
         "the seal at its end is missing or damaged: the file was changed or cut after it was "
         "written, or is not a result of this program",
         false});
    return report;
  }
  for (const auto& dataset : seal->datasets) {
    ++report.checked;
    if (hash_range(file, dataset.offset, dataset.bytes) == dataset.checksum) continue;
    report.damage.push_back(
        {path, dataset.offset, dataset.bytes, fmt::format("dataset '{}' has changed", dataset.path), false});
  }
  if (hash_rest(file, seal->datasets, seal->body_bytes) != seal->rest_checksum) {
    report.damage.push_back(
        {path, 0, seal->body_bytes, "the structure, an attribute or the provenance has changed", false});
  }
  return report;
}

VerifyReport verify_journals(const RunDirectory& directory) {
  const auto identity = read_identity(directory);
  if (!identity) {
    throw IoError(fmt::format("'{}' is no run directory: it has no identity file\nCheck the path.",
                              directory.path().string()));
  }
  const auto index = index_journals(directory.journals(), identity->run());
  return {index.done().size(), {index.damage().begin(), index.damage().end()}};
}

}  // namespace yieldscape
