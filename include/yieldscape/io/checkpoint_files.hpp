#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "yieldscape/ensemble/checkpoint.hpp"
#include "yieldscape/io/journal.hpp"
#include "yieldscape/io/run_directory.hpp"

namespace yieldscape {

/// The checkpoints of one task in a run directory: two files written in turn, each checksummed, so that one
/// of them is whole whenever a process is killed or a disk is full. All functions throw IoError.
class CheckpointFiles {
 public:
  /// Creates nothing. The directory must outlive this.
  CheckpointFiles(const RunDirectory& directory, const Hash128& run, const TaskId& task);

  /// The later of those that prove themselves to be of this task and lattice; nothing if there is none.
  [[nodiscard]] std::optional<Checkpoint> read(Lattice lattice) const;

  /// Replaces the older one; on stable storage when this returns.
  void write(std::span<const std::byte> encoded);

  /// The task is over.
  void remove() const;

 private:
  struct Found;
  [[nodiscard]] std::filesystem::path path(std::string_view suffix) const;
  [[nodiscard]] std::optional<Found> examine(const std::filesystem::path& path) const;

  const RunDirectory* directory_;
  Hash128 run_;
  TaskId task_;
};

/// As the files hold it, without their header. Size: 28 bytes a site and the records.
[[nodiscard]] std::vector<std::byte> encode(const Checkpoint& checkpoint);

/// The tasks of which a run directory holds checkpoints, sorted; by file names alone.
[[nodiscard]] std::vector<TaskId> list_checkpoints(const RunDirectory& directory);

}  // namespace yieldscape
