#include <fmt/format.h>

#include <map>

#include "yieldscape/app/verbs.hpp"
#include "yieldscape/io/host.hpp"
#include "yieldscape/io/journal_index.hpp"
#include "yieldscape/io/run_lock.hpp"

namespace yieldscape {
namespace {

struct Found {
  Forgiveness what;
  std::string message;
};

// What is held against tasks that are not done.
std::map<TaskId, Found> blamed(const JournalIndex& index) {
  std::map<TaskId, Found> all;
  for (const FailedTask& failed : index.failed()) {
    if (index.find_done(failed.task) == nullptr) {
      all[failed.task] = {.what = {.failures = failed.count, .unfinished_starts = 0},
                          .message = fmt::format("failed: {}", failed.message)};
    }
  }
  for (const UnfinishedStart& start : index.unfinished()) {
    if (index.find_done(start.task) != nullptr) continue;
    Found& found = all[start.task];
    ++found.what.unfinished_starts;
    if (found.message.empty()) found.message = "was under way when its process was killed";
  }
  return all;
}

}  // namespace

ExitCode retry_verb(const RetryOptions& options) {
  const RunDirectory run =
      options.run.extension() == ".run" ? RunDirectory(options.run) : run_directory_of(options.run);
  const auto identity = read_identity(run);
  if (!identity) {
    throw IoError(fmt::format("there is no run for '{}': '{}' does not exist\nCheck the path.",
                              options.run.string(), run.identity().string()));
  }
  const RunLock lock(run);
  const auto tasks = blamed(index_journals(run.journals(), identity->run()));
  if (!tasks.empty()) {
    const std::string session = new_session_name();
    JournalWriter journal(run.journal(session, 0),
                          JournalHeader{.run = identity->run(), .session = session, .writer = 0});
    for (const auto& [task, found] : tasks) journal.forgive(task, found.what);
    journal.end();
  }
  for (const auto& [task, found] : tasks) fmt::print("{} {}\n", describe(task), found.message);
  fmt::print("{} realizations will be tried again by the next `run`\n", tasks.size());
  return ExitCode::complete;
}

}  // namespace yieldscape
