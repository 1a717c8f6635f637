#include "yieldscape/app/session_log.hpp"

#include <fmt/format.h>

#include "yieldscape/app/rank_places.hpp"
#include "yieldscape/core/build_info.hpp"
#include "yieldscape/elastic/propagator.hpp"
#include "yieldscape/io/hdf5_version.hpp"
#include "yieldscape/io/host.hpp"
#include "yieldscape/parallel/environment.hpp"
#include "yieldscape/parallel/together.hpp"

namespace yieldscape {
std::string library_versions() {
  return fmt::format("{}; {}; {}", mpi_version(), hdf5_version(), fourier_library());
}

SessionLog::SessionLog(const Communicator& world, const RunDirectory& directory, const std::string& session)
    : world_(world), directory_(directory) {
  const BuildInfo build = build_info();
  record_ = {.name = session,
             .started = unix_time(),
             .ranks = std::uint32_t(world.size()),
             .hosts = describe_hosts(rank_places(world)),
             .version = build.version,
             .commit = build.commit,
             .compiler = build.compiler,
             .flags = build.flags,
             .libraries = library_versions()};
  together(world_, [&] {
    if (world_.is_root()) write_session(directory_, record_);
  });
}

void SessionLog::finish(const Progress& progress) {
  record_.ended = unix_time();
  record_.realizations = progress.done;
  record_.slips = progress.slips;
  record_.core_seconds = progress.core_seconds;
  together(world_, [&] {
    if (world_.is_root()) write_session(directory_, record_);
  });
}

}  // namespace yieldscape
