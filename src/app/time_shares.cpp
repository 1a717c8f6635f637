#include "yieldscape/app/time_shares.hpp"

#include <fmt/format.h>

namespace yieldscape {

std::string describe(const TimeShares& shares) {
  const auto percent = [&](double seconds) { return 100 * seconds / shares.all; };
  return fmt::format(
      "of the {} ranks' time: physics {:.1f} %, journals {:.1f} %, rendering {:.1f} %, start-up and waiting "
      "{:.1f} %",
      shares.ranks, percent(shares.physics), percent(shares.journals), percent(shares.rendering),
      percent(shares.all - shares.physics - shares.journals - shares.rendering));
}

}  // namespace yieldscape
