#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "yieldscape/io/run_directory.hpp"

namespace yieldscape {

/// One of `count` equal parts of the tasks; `index` from 0.
struct Shard {
  std::uint32_t index = 0;
  std::uint32_t count = 1;
  friend bool operator==(const Shard&, const Shard&) = default;
};

/// The right to work in a run directory, held by one process for a whole session. Shards of one division may
/// run side by side; a whole run excludes them and they exclude it.
///
/// The lock only prevents waste: if two sessions ran at once, both would compute the same results. So it
/// heals itself rather than ask for help: it is taken over if its process is gone (same host), if its Slurm
/// job was restarted, or if it was not touched for five minutes.
class RunLock {
 public:
  /// Creates the run directory if need be. Throws LockedError (who holds it, since when, what to do),
  /// IoError.
  explicit RunLock(const RunDirectory& directory, std::optional<Shard> shard = std::nullopt);
  RunLock(RunLock&& other) noexcept;
  RunLock& operator=(RunLock&&) = delete;
  /// Removes the lock, unless another session has taken it over.
  ~RunLock();

  /// Shows that the holder is alive; to be called at least once a minute. Throws LockedError if another
  /// session has taken the lock over meanwhile (this process was suspended for minutes).
  void touch() const;

 private:
  std::filesystem::path path_;
  std::string content_;
};

}  // namespace yieldscape
