#include <algorithm>

#include "yieldscape/io/render.hpp"

namespace yieldscape {

std::vector<PointProgress> progress_of(const EnsembleSpec& spec, const JournalIndex& index) {
  std::vector<PointProgress> all;
  for (const auto& point : spec.points) {
    PointProgress progress{.requested = point.realizations()};
    bool gapless = true;
    for (std::uint32_t r = 0; r < point.realizations(); ++r) {
      const TaskId task{point.hash(), r};
      const bool done = index.find_done(task) != nullptr;
      const bool failed = !done && index.find_failed(task) != nullptr;
      progress.done += done ? 1 : 0;
      progress.failed += failed ? 1 : 0;
      gapless = gapless && (done || failed);
      if (!gapless) continue;
      ++progress.prefix;
      progress.averaged += done ? 1 : 0;
    }
    all.push_back(progress);
  }
  return all;
}

}  // namespace yieldscape
