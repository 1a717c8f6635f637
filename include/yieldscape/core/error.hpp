#pragma once

#include <stdexcept>
#include <string>

namespace yieldscape {

/// How a process of yieldscape ends; the same on every rank.
enum class ExitCode : int {
  complete = 0,
  bug = 1,
  usage = 2,
  configuration = 3,
  identity_mismatch = 4,
  locked = 5,
  input_output = 6,
  corrupt_input = 7,
  failed_realizations = 8,
  hang = 71,
  stopped_early = 75,
};

/// A fault of the world (not a bug of ours). The message says what is wrong, with values, and what to do.
class Error : public std::runtime_error {
 public:
  Error(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
  [[nodiscard]] ExitCode code() const noexcept { return code_; }

 private:
  ExitCode code_;
};

struct UsageError : Error {
  explicit UsageError(const std::string& message) : Error(ExitCode::usage, message) {}
};
struct ConfigurationError : Error {
  explicit ConfigurationError(const std::string& message) : Error(ExitCode::configuration, message) {}
};
struct IdentityError : Error {
  explicit IdentityError(const std::string& message) : Error(ExitCode::identity_mismatch, message) {}
};
struct LockedError : Error {
  explicit LockedError(const std::string& message) : Error(ExitCode::locked, message) {}
};
struct IoError : Error {
  explicit IoError(const std::string& message) : Error(ExitCode::input_output, message) {}
};
struct CorruptError : Error {
  explicit CorruptError(const std::string& message) : Error(ExitCode::corrupt_input, message) {}
};

/// A realization that cannot be completed (no finite stress, round limit reached …). Its task fails, the
/// others go on.
struct RealizationError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

}  // namespace yieldscape
