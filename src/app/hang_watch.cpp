#include "yieldscape/app/hang_watch.hpp"

#include <fmt/format.h>

#include "yieldscape/core/error.hpp"
#include "yieldscape/io/host.hpp"

namespace yieldscape {

std::unique_ptr<Watchdog> watch_for_hang(std::optional<double> limit, const Communicator& world,
                                         std::string_view doing) {
  if (!limit || world.size() == 1) return nullptr;
  return std::make_unique<Watchdog>(
      *limit, int(ExitCode::hang),
      fmt::format("rank {} on {} has heard nothing of the other ranks for {} s while {}\n"
                  "The job ends (--hang-timeout). Give the same command again; if it happens again, choose a "
                  "longer time or leave a host out.",
                  world.rank(), host_name(), *limit, doing));
}

}  // namespace yieldscape
