#include "yieldscape/io/run_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <sstream>
#include <utility>

#include "yieldscape/core/error.hpp"
#include "yieldscape/io/file.hpp"
#include "yieldscape/io/host.hpp"

namespace yieldscape {

namespace {

constexpr double stale_after_seconds = 300;
constexpr std::uint64_t largest_lock = 64 * 1024;
constexpr int takeover_attempts = 5;
constexpr std::string_view whole_lock = "lock";

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

std::string own_content() {
  const double now = unix_time();
  return fmt::format(
      "host = {}\npid = {}\nprocess_start = {}\nslurm_job = {}\nslurm_restart = {}\ntime = {}\nunix_time = "
      "{:.6f}\n",
      host_name(), process_id(), process_start(process_id()), environment("SLURM_JOB_ID"),
      environment("SLURM_RESTART_COUNT"), utc(now), now);
}

std::string lock_name(const std::optional<Shard>& shard) {
  return shard ? fmt::format("{}.{}-of-{}", whole_lock, shard->index, shard->count) : std::string(whole_lock);
}

/// Whether a lock of this name keeps out the holder of `mine` (its own name apart).
bool excludes(const std::string& name, const std::optional<Shard>& mine) {
  if (!name.starts_with(whole_lock)) return false;
  if (!mine || name == whole_lock) return true;
  return !name.ends_with(fmt::format("-of-{}", mine->count));  // another division overlaps this one
}

class Holder {
 public:
  explicit Holder(const std::string& content) {
    std::istringstream lines(content);
    for (std::string line; std::getline(lines, line);) {
      const auto separator = line.find(" = ");
      if (separator != std::string::npos) values_[line.substr(0, separator)] = line.substr(separator + 3);
    }
  }

  [[nodiscard]] std::string text(const std::string& key) const {
    const auto found = values_.find(key);
    return found == values_.end() ? "" : found->second;
  }
  [[nodiscard]] std::uint64_t number(const std::string& key) const {
    const std::string digits = text(key);
    std::uint64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
  }
  [[nodiscard]] bool is_dead_here() const {
    const auto pid = number("pid");
    return text("host") == host_name() && pid > 0 && process_start(int(pid)) != number("process_start");
  }
  [[nodiscard]] bool is_earlier_start_of_our_job() const {
    const std::string job = environment("SLURM_JOB_ID");
    return !job.empty() && text("slurm_job") == job &&
           text("slurm_restart") != environment("SLURM_RESTART_COUNT");
  }
  [[nodiscard]] std::string describe() const {
    if (text("host").empty()) return "a process that did not say who it is";
    std::string who = fmt::format("process {} on {}", text("pid"), text("host"));
    if (!text("slurm_job").empty()) who += fmt::format(", Slurm job {}", text("slurm_job"));
    return who + fmt::format(", since {}", text("time"));
  }

 private:
  std::map<std::string, std::string> values_;
};

struct FoundLock {
  std::string content;
  double age = 0;  ///< seconds since its last touch, by the file system's clock
};

std::optional<timespec> modified(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0) return std::nullopt;
  return status.st_mtim;
}

std::optional<std::string> try_read_lock(const std::filesystem::path& path) {
  try {
    return read_text(path, largest_lock);
  } catch (const IoError&) {
    return std::nullopt;
  }
}

/// A file of our own, ready to become the lock; its time is the file system's present.
class Candidate {
 public:
  Candidate(const std::filesystem::path& directory, const std::string& content)
      : path_(directory / fmt::format(".lock-new-{}", process_tag())) {
    File file = File::overwrite(path_);
    file.write(content);
    file.close();
  }
  Candidate(const Candidate&) = delete;
  Candidate& operator=(const Candidate&) = delete;
  ~Candidate() { std::remove(path_.c_str()); }

  /// False if `lock` exists.
  [[nodiscard]] bool become(const std::filesystem::path& lock, const std::string& content) const {
    if (::link(path_.c_str(), lock.c_str()) == 0) return true;
    const int error = errno;
    // A network file system may have made the link and lost the answer.
    struct stat status {};
    if (::stat(path_.c_str(), &status) == 0 && status.st_nlink == 2) return true;
    if (error == EEXIST) return false;
    if (error != EPERM && error != EOPNOTSUPP && error != ENOSYS) throw_io_error("create lock", lock, error);
    // No hard links here: exclusive creation does as well, only that others may see the lock still empty.
    const int descriptor = ::open(lock.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor < 0 && errno == EEXIST) return false;
    if (descriptor < 0) throw_io_error("create lock", lock, errno);
    ::close(descriptor);
    File::overwrite(lock).write(content);
    return true;
  }

  [[nodiscard]] std::optional<FoundLock> examine(const std::filesystem::path& lock) const {
    const auto touched = modified(lock);
    const auto now = modified(path_);
    auto content = try_read_lock(lock);
    if (!touched || !now || !content) return std::nullopt;
    const double age = double(now->tv_sec - touched->tv_sec) + 1e-9 * double(now->tv_nsec - touched->tv_nsec);
    return FoundLock{std::move(*content), age};
  }

 private:
  std::filesystem::path path_;
};

bool is_stale(const FoundLock& lock) {
  const Holder holder(lock.content);
  return holder.is_dead_here() || holder.is_earlier_start_of_our_job() || lock.age > stale_after_seconds;
}

/// Takes a stale lock out of the way. Of several processes that try, one succeeds; if what was moved is no
/// longer what was judged (somebody else was faster), it is put back.
void remove_stale(const std::filesystem::path& lock, const FoundLock& judged) {
  const auto aside = directory_of(lock) / fmt::format(".lock-stale-{}", process_tag());
  if (std::rename(lock.c_str(), aside.c_str()) != 0) return;
  const auto moved = try_read_lock(aside);
  if (moved && *moved != judged.content && ::link(aside.c_str(), lock.c_str()) != 0) {
    // Yet another lock is there by now; the one moved aside will notice at its next touch.
  }
  std::remove(aside.c_str());
}

[[noreturn]] void refuse(const std::filesystem::path& lock, const FoundLock& found) {
  throw LockedError(
      fmt::format("'{}' is in use by {}\n"
                  "Wait for it to end, or choose another output (-o). If that process is gone, the lock is "
                  "taken over five "
                  "minutes\nafter its last sign of life ({:.0f} s ago); removing the file '{}' does it now.",
                  directory_of(lock).string(), Holder(found.content).describe(), found.age, lock.string()));
}

void take(const Candidate& candidate, const std::filesystem::path& lock, const std::string& content) {
  for (int attempt = 0; attempt < takeover_attempts; ++attempt) {
    if (candidate.become(lock, content)) return;
    const auto found = candidate.examine(lock);
    if (!found) continue;  // released meanwhile
    if (!is_stale(*found)) refuse(lock, *found);
    remove_stale(lock, *found);
  }
  throw LockedError(fmt::format("'{}' changes hands too fast to be taken\nTry again.", lock.string()));
}

void refuse_if_excluded(const Candidate& candidate, const std::filesystem::path& own,
                        const std::optional<Shard>& shard) {
  std::error_code error;
  for (std::filesystem::directory_iterator entry(directory_of(own), error), end; !error && entry != end;
       entry.increment(error)) {
    const auto& other = entry->path();
    if (other == own || !excludes(other.filename().string(), shard)) continue;
    const auto found = candidate.examine(other);
    if (!found) continue;
    if (!is_stale(*found)) refuse(other, *found);
    remove_stale(other, *found);
  }
  if (error) throw_io_error("list directory", directory_of(own), error.value());
}

}  // namespace

RunLock::RunLock(const RunDirectory& directory, std::optional<Shard> shard)
    : path_(directory.path() / lock_name(shard)), content_(own_content()) {
  make_directories(directory.path());
  const Candidate candidate(directory.path(), content_);
  take(candidate, path_, content_);
  // First taken, then looked around: of two that exclude each other at least one sees the other.
  try {
    refuse_if_excluded(candidate, path_, shard);
  } catch (...) {
    std::remove(path_.c_str());
    throw;
  }
}

RunLock::RunLock(RunLock&& other) noexcept
    : path_(std::exchange(other.path_, {})), content_(std::exchange(other.content_, {})) {}

RunLock::~RunLock() {
  if (path_.empty()) return;
  if (const auto content = try_read_lock(path_); content && *content == content_) std::remove(path_.c_str());
}

void RunLock::touch() const {
  const auto content = try_read_lock(path_);
  if (!content || *content != content_) {
    throw LockedError(
        fmt::format("the lock '{}' was taken over by {}\nThis process showed no sign of life for minutes. "
                    "Its finished realizations "
                    "are kept; the other session goes on.",
                    path_.string(), content ? Holder(*content).describe() : "somebody who removed it"));
  }
  ::utimensat(AT_FDCWD, path_.c_str(), nullptr, 0);
}

}  // namespace yieldscape
