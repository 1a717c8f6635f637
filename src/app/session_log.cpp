#include "yieldscape/app/session_log.hpp"

#include <fmt/format.h>

#include <map>

#include "yieldscape/core/build_info.hpp"
#include "yieldscape/elastic/propagator.hpp"
#include "yieldscape/io/hdf5_version.hpp"
#include "yieldscape/io/host.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/environment.hpp"
#include "yieldscape/parallel/together.hpp"

namespace yieldscape {
namespace {

// "n1 x4, n2 x4"
std::string hosts(const Communicator& world) {
  const std::string name = host_name();
  std::map<std::string, int> ranks;
  for (const auto& bytes : gather_bytes(world, std::as_bytes(std::span(name)))) {
    ++ranks[std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size())];
  }
  std::string text;
  for (const auto& [host, count] : ranks)
    text += fmt::format("{}{} x{}", text.empty() ? "" : ", ", host, count);
  return text;
}

}  // namespace

SessionLog::SessionLog(const Communicator& world, const RunDirectory& directory, const std::string& session)
    : world_(world), directory_(directory) {
  const BuildInfo build = build_info();
  record_ = {.name = session,
             .started = unix_time(),
             .ranks = std::uint32_t(world.size()),
             .hosts = hosts(world),
             .version = build.version,
             .commit = build.commit,
             .compiler = build.compiler,
             .flags = build.flags,
             .libraries = fmt::format("{}; {}; {}", mpi_version(), hdf5_version(), fourier_library())};
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
