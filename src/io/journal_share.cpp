#include "journal_share.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "bytes.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/io/journal_index.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/together.hpp"

namespace yieldscape {

std::vector<std::filesystem::path> list_journals(const Communicator& communicator,
                                                 const std::filesystem::path& directory) {
  ByteWriter out;
  together(communicator, [&] {
    if (!communicator.is_root()) return;
    for (const auto& path : list_journals(directory)) out.put_text(path.native());
  });
  const auto bytes = broadcast_bytes(communicator, std::move(out).take());
  ByteReader in(bytes, "list of journals");
  std::vector<std::filesystem::path> journals;
  while (in.left() > 0) journals.emplace_back(in.get_text());
  return journals;
}

std::vector<std::size_t> share_of_rank(const Communicator& communicator,
                                       const std::vector<std::filesystem::path>& journals) {
  std::vector<std::pair<std::uint64_t, std::size_t>> by_size;
  for (std::size_t i = 0; i < journals.size(); ++i) {
    std::error_code ignored;
    by_size.emplace_back(std::filesystem::file_size(journals[i], ignored), i);
  }
  std::ranges::sort(by_size, std::greater{});
  std::vector<std::size_t> share;
  for (std::size_t i = 0; i < by_size.size(); ++i) {
    if (int(i % std::size_t(communicator.size())) == communicator.rank()) share.push_back(by_size[i].second);
  }
  return share;
}

void throw_determinism_alarm(const TaskId& task, const std::filesystem::path& journal_a,
                             std::uint64_t offset_a, const std::filesystem::path& journal_b,
                             std::uint64_t offset_b) {
  throw CorruptError(fmt::format(
      "determinism alarm: two different results of {}\n  {}, offset {}\n  {}, offset {}\n"
      "The same binary and configuration must give the same bytes. Were the journals written by different "
      "builds\n"
      "or machines? Move the journal that is not to be trusted out of the run directory and run again.",
      describe(task), journal_a.string(), offset_a, journal_b.string(), offset_b));
}

}  // namespace yieldscape
