#include <fmt/format.h>

#include <chrono>
#include <thread>

#include "yieldscape/app/status_file.hpp"
#include "yieldscape/app/verbs.hpp"
#include "yieldscape/io/host.hpp"
#include "yieldscape/io/run_directory.hpp"

namespace yieldscape {
namespace {

constexpr double silent_seconds = 30;  // a running session renews the file every second
constexpr std::chrono::seconds watch_interval{1};

bool going_on(const RunStatus& status) {
  return status.state == "computing" || status.state == "rendering";
}

// A session that was killed leaves its last word behind.
bool alive(const RunStatus& status) {
  if (status.host == host_name()) return process_start(status.pid) != 0;
  return unix_time() - status.updated < silent_seconds;
}

RunStatus look(const std::filesystem::path& file) {
  RunStatus status = read_status(file);
  if (going_on(status) && !alive(status)) status.state = "interrupted";
  return status;
}

std::filesystem::path status_path(const std::filesystem::path& run) {
  const RunDirectory directory = run.extension() == ".run" ? RunDirectory(run) : run_directory_of(run);
  if (!std::filesystem::exists(directory.status())) {
    throw IoError(fmt::format("there is no run for '{}': '{}' does not exist", run.string(),
                              directory.status().string()));
  }
  return directory.status();
}

}  // namespace

ExitCode status_verb(const StatusOptions& options) {
  const std::filesystem::path file = status_path(options.run);
  for (;;) {
    const RunStatus status = look(file);
    if (options.json) {
      fmt::print("{}", to_json(status));
    } else {
      fmt::print("{}: {}, {}\n", status.title, status.state, describe(status));
      if (status.state == "interrupted") {
        fmt::print("last sign of life {} from {}, process {}; run the same command again to go on\n",
                   utc(status.updated), status.host, status.pid);
      }
    }
    std::fflush(stdout);
    if (!options.watch || !going_on(status)) return ExitCode::complete;
    std::this_thread::sleep_for(watch_interval);
  }
}

}  // namespace yieldscape
