#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <vector>

#include "yieldscape/ensemble/checkpoint.hpp"
#include "yieldscape/io/journal.hpp"
#include "yieldscape/io/run_directory.hpp"
#include "yieldscape/parallel/communicator.hpp"

namespace yieldscape {

/// A checkpoint as files hold it, without their header. Size: 28 bytes a site and the records.
struct EncodedCheckpoint {
  std::vector<std::byte> head;    ///< what all parts of the lattice have in common
  std::vector<std::byte> fields;  ///< one after the other, of the part of the lattice that is kept here
  std::vector<std::byte> records;
};
[[nodiscard]] EncodedCheckpoint encode(const Checkpoint& checkpoint);

/// The checkpoints of one task in a run directory: two files written in turn, each checksummed, so that one
/// of them is whole whenever a process is killed or a disk is full. A file holds the whole lattice, whoever
/// wrote it. All functions throw IoError.
class CheckpointFiles {
 public:
  /// Creates nothing. The directory must outlive this.
  CheckpointFiles(const RunDirectory& directory, const Hash128& run, const TaskId& task);

  /// The later of those that prove themselves to be of this task and lattice; nothing if there is none.
  [[nodiscard]] std::optional<Checkpoint> read(Lattice lattice) const;
  /// Collective: the same, of each rank its part of the lattice, the records on the root.
  [[nodiscard]] std::optional<Checkpoint> read(const Communicator& team, const LatticePart& part) const;

  /// Replaces the older one; on stable storage when this returns.
  void write(const EncodedCheckpoint& encoded);
  /// Collective: the parts of a lattice, which follow each other in the order of ranks; the root writes, and
  /// holds one field of the lattice at a time: 8 bytes a site.
  void write(const Communicator& team, const EncodedCheckpoint& encoded);

  /// The task is over.
  void remove() const;

 private:
  struct Found;
  class Writing;
  [[nodiscard]] std::filesystem::path path(bool second) const;
  [[nodiscard]] std::optional<Found> examine(bool second) const;
  [[nodiscard]] std::optional<Found> latest() const;
  [[nodiscard]] Checkpoint read(const Found& found, const LatticePart& part, bool with_records) const;

  const RunDirectory* directory_;
  Hash128 run_;
  TaskId task_;
};

/// The tasks of which a run directory holds checkpoints, sorted; by file names alone.
[[nodiscard]] std::vector<TaskId> list_checkpoints(const RunDirectory& directory);

}  // namespace yieldscape
