#include "yieldscape/io/merge.hpp"

#include <fmt/format.h>

#include <vector>

#include "yieldscape/core/error.hpp"
#include "yieldscape/io/file.hpp"
#include "yieldscape/io/host.hpp"
#include "yieldscape/io/journal_index.hpp"

namespace yieldscape {

namespace {

constexpr std::size_t copied_at_once = std::size_t(1) << 20;

std::uint64_t hash_of(const std::filesystem::path& path) {
  const File file = File::open_to_read(path);
  Hash64Stream hash;
  std::vector<std::byte> window(copied_at_once);
  for (std::uint64_t offset = 0;;) {
    const std::size_t got = file.read_at(offset, window);
    hash.add(std::span(window).first(got));
    offset += got;
    if (got < window.size()) return hash.value();
  }
}

/// The copy appears under its name only when it is whole.
void copy_durably(const std::filesystem::path& from, const std::filesystem::path& to) {
  const auto temporary = directory_of(to) / fmt::format(".{}.{}", to.filename().string(), process_tag());
  const File source = File::open_to_read(from);
  File copy = File::overwrite(temporary);
  std::vector<std::byte> window(copied_at_once);
  for (std::uint64_t offset = 0;;) {
    const std::size_t got = source.read_at(offset, window);
    copy.write(std::span(window).first(got));
    offset += got;
    if (got < window.size()) break;
  }
  copy.sync();
  copy.close();
  rename_durably(temporary, to);
}

/// A name of its own for a journal whose name is taken by other contents; the same one when merged again.
std::filesystem::path renamed(const std::filesystem::path& name, std::uint64_t hash) {
  return fmt::format("{}-{:016x}{}", name.stem().string(), hash, name.extension().string());
}

void copy_journals(const RunDirectory& source, const RunDirectory& target, MergeReport& report) {
  for (const auto& journal : list_journals(source.journals())) {
    const std::uint64_t hash = hash_of(journal);
    const auto same = [&](const std::filesystem::path& path) {
      return std::filesystem::exists(path) &&
             std::filesystem::file_size(path) == std::filesystem::file_size(journal) && hash_of(path) == hash;
    };
    const auto plain = target.journals() / journal.filename();
    const auto other = target.journals() / renamed(journal.filename(), hash);
    if (same(plain) || same(other)) {
      ++report.journals_known;
      continue;
    }
    copy_durably(journal, std::filesystem::exists(plain) ? other : plain);
    ++report.journals_copied;
  }
}

void copy_sessions(const RunDirectory& source, const RunDirectory& target) {
  std::error_code error;
  for (std::filesystem::directory_iterator entry(source.sessions(), error), end; !error && entry != end;
       entry.increment(error)) {
    const auto to = target.sessions() / entry->path().filename();
    if (entry->path().extension() == ".json" && !std::filesystem::exists(to)) copy_durably(entry->path(), to);
  }
}

/// What a source holds must be what the configuration asks for, or a part of it.
void check_source(const RunDirectory& source, const RunIdentity& wanted) {
  std::error_code ignored;
  if (!std::filesystem::exists(source.identity(), ignored)) {
    throw IoError(
        fmt::format("'{}' is no run directory: it has no identity file\n"
                    "What is merged are the journals in it: a result file needs its NAME.run/ beside it.",
                    source.path().string()));
  }
  static_cast<void>(extended(read_identity(source).value(), wanted, source,
                             "Only parts of the ensemble that the configuration describes can be merged."));
}

}  // namespace

void check_sources(std::span<const RunDirectory> sources, const EnsembleSpec& spec) {
  for (const auto& source : sources) check_source(source, identity_of(spec));
}

MergeReport merge_runs(std::span<const RunDirectory> sources, const RunDirectory& target,
                       const EnsembleSpec& spec) {
  check_sources(sources, spec);
  // The identity first: journals of points that a run does not know would be an unexplained find.
  prepare_run(target, spec);
  MergeReport report;
  for (const auto& source : sources) {
    if (source == target) continue;
    copy_journals(source, target, report);
    copy_sessions(source, target);
  }
  return report;
}

}  // namespace yieldscape
