#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yieldscape/ensemble/ensemble_spec.hpp"

namespace yieldscape {

/// The places of a run: NAME.run/ beside the result NAME.h5. A value; nothing is created by naming it.
class RunDirectory {
 public:
  explicit RunDirectory(std::filesystem::path path) : path_(std::move(path)) {}

  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
  [[nodiscard]] std::filesystem::path identity() const { return path_ / "identity"; }
  [[nodiscard]] std::filesystem::path journals() const { return path_ / "journal"; }
  [[nodiscard]] std::filesystem::path checkpoints() const { return path_ / "checkpoint"; }
  [[nodiscard]] std::filesystem::path sessions() const { return path_ / "sessions"; }
  /// What the session of a shard says of itself; by default the session of the whole.
  [[nodiscard]] std::filesystem::path status(std::uint32_t shard = 0, std::uint32_t shards = 1) const;
  /// The journal of one rank in one session.
  [[nodiscard]] std::filesystem::path journal(std::string_view session, int rank) const;

  friend bool operator==(const RunDirectory&, const RunDirectory&) = default;

 private:
  std::filesystem::path path_;
};

/// NAME.run for NAME.h5 (or for any other suffix).
[[nodiscard]] RunDirectory run_directory_of(const std::filesystem::path& output);

/// What a run directory was made for: the canonical text of its ensemble and every point it has ever known.
struct RunIdentity {
  struct KnownPoint {
    Hash128 hash;
    std::string name;
    std::string canonical_text;
    friend bool operator==(const KnownPoint&, const KnownPoint&) = default;
  };
  std::string ensemble;
  std::vector<KnownPoint> points;

  /// Names the run in its journals: hash of the ensemble's canonical text.
  [[nodiscard]] Hash128 run() const noexcept { return hash128(ensemble); }
  friend bool operator==(const RunIdentity&, const RunIdentity&) = default;
};

[[nodiscard]] RunIdentity identity_of(const EnsembleSpec& spec);

/// Empty if there is none yet. Throws CorruptError (file, what is wrong) if it does not prove itself.
[[nodiscard]] std::optional<RunIdentity> read_identity(const RunDirectory& directory);

/// What to do about a refusal, for who resumes or extends a run.
inline constexpr std::string_view restore_or_rename =
    "Restore the old values to resume or extend that run, or start another one with -o OTHER.h5.";

/// The run that holds both: the known points, then the new ones. Throws IdentityError, naming keys, both
/// values and the remedy, if the ensembles differ or a known point is not among the wanted ones.
[[nodiscard]] RunIdentity extended(const RunIdentity& known, const RunIdentity& wanted,
                                   const RunDirectory& directory,
                                   std::string_view remedy = restore_or_rename);

/// Throws IdentityError if the directory belongs to another ensemble, IoError if it is no run directory at
/// all; touches nothing.
void check_run(const RunDirectory& directory, const EnsembleSpec& spec);

/// Makes the directory ready for this ensemble: creates or extends it. To be called under its lock.
/// Throws like check_run.
void prepare_run(const RunDirectory& directory, const EnsembleSpec& spec);

/// Replaces the identity file in one step.
void write_identity(const RunDirectory& directory, const RunIdentity& identity);

}  // namespace yieldscape
