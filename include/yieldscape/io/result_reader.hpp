#pragma once

#include <filesystem>
#include <list>
#include <vector>

#include "yieldscape/io/journal_index.hpp"

namespace yieldscape {

class JournalScanner;

/// Reads results from the journals by their places, each record checked again. Quick in the order of writing,
/// since it reads ahead. Memory: bounded, whatever the number of journals.
class ResultReader {
 public:
  /// `journals` must outlive this.
  ResultReader(const std::vector<std::filesystem::path>& journals, const Hash128& run);
  ResultReader(const JournalIndex& index, const Hash128& run) : ResultReader(index.journals(), run) {}
  ResultReader(ResultReader&&) noexcept;
  ResultReader& operator=(ResultReader&&) noexcept;
  ~ResultReader();

  /// Throws CorruptError (file, offset) if at this place is no longer the result of this task.
  [[nodiscard]] RealizationResult read(const DoneTask& done);

 private:
  struct OpenJournal;
  OpenJournal& open(std::uint32_t journal);

  const std::vector<std::filesystem::path>* journals_;
  Hash128 run_;
  std::list<OpenJournal> open_;  ///< the one used last in front
};

}  // namespace yieldscape
