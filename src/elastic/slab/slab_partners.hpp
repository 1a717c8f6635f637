#pragma once

#include <cstring>
#include <string>
#include <vector>

#include "interval_partners.hpp"
#include "yieldscape/parallel/communicator.hpp"

namespace yieldscape {

/// The ranks of a group as partners. One that fails says so in the next gathering, which all others come to
/// before anything else: none is left waiting.
class SlabPartners final : public Partners {
 public:
  explicit SlabPartners(Communicator group);

  [[nodiscard]] int rank() const noexcept override { return group_.rank(); }
  [[nodiscard]] int size() const noexcept override { return group_.size(); }
  void all_gather(std::span<const std::byte> own, std::span<std::byte> all) override;
  void all_gather(std::span<const std::byte> own, std::span<const int> lengths,
                  std::span<std::byte> all) override;
  void exchange(std::span<const DoubleRuns> send, std::span<const DoubleRuns> receive) override;

  /// Throws PartnerFailure if another rank has called fail() instead.
  void check();
  /// Returns what the lowest failed rank says.
  [[nodiscard]] std::string fail(const std::string& why);

 private:
  struct Frame {
    std::uint64_t failed;
    std::byte content[most_bytes];
  };
  void gather_frames(const Frame& own);
  [[nodiscard]] const Frame* first_failed() const;

  Communicator group_;
  std::vector<Frame> frames_;  ///< by rank
};

}  // namespace yieldscape
