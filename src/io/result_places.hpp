#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <map>
#include <optional>
#include <vector>

#include "blocks.hpp"
#include "yieldscape/io/journal_index.hpp"
#include "yieldscape/parallel/communicator.hpp"

namespace yieldscape {

/// Where the results of an ensemble are, as far as this rank renders them: those of its share of the blocks.
/// Memory: 24 bytes a realization of the share, about 100 while the journals are read.
class ResultPlaces {
 public:
  /// Collective: each rank reads some of the journals, and tells the others. Throws on every rank alike:
  /// CorruptError if two results of one task differ, IoError.
  ResultPlaces(const Communicator& communicator, const EnsembleSpec& spec,
               const std::filesystem::path& directory, const Hash128& run);

  [[nodiscard]] const Blocks& blocks() const noexcept { return blocks_; }
  [[nodiscard]] const Share& share() const noexcept { return share_; }
  [[nodiscard]] const std::vector<std::filesystem::path>& journals() const noexcept { return journals_; }

  /// Of a realization in the share; empty: not done.
  [[nodiscard]] std::optional<DoneTask> find(std::uint64_t point, std::uint64_t realization) const;
  /// Whether a realization in the share failed, and was not done by another try.
  [[nodiscard]] bool failed(std::uint64_t point, std::uint64_t realization) const;

 private:
  static constexpr std::uint32_t nowhere = std::numeric_limits<std::uint32_t>::max();
  struct Place {
    std::uint64_t offset = 0;
    std::uint64_t records_hash = 0;
    std::uint32_t journal = nowhere;
    std::uint32_t events = 0;
  };
  struct Found {
    std::uint32_t point;
    std::uint32_t realization;
    Place place;  ///< journal nowhere: a failure, or as many failures forgiven as it has events
  };

  [[nodiscard]] std::vector<std::vector<std::byte>> scan(const Communicator& communicator,
                                                         const Hash128& run) const;
  void take(const Found& found);
  [[nodiscard]] TaskId task(std::uint64_t point, std::uint64_t realization) const;
  [[nodiscard]] std::uint64_t slot(std::uint64_t point, std::uint64_t realization) const;

  const EnsembleSpec* spec_;
  Blocks blocks_;
  Share share_;
  std::vector<std::filesystem::path> journals_;
  std::vector<Place> places_;                       ///< by slot
  std::map<std::uint64_t, std::int64_t> failures_;  ///< by slot
};

}  // namespace yieldscape
