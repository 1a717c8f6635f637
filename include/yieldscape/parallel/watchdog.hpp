#pragma once

#include <string>

namespace yieldscape {

/// Ends this process with an exit code if, while the object lives, no MPI call of this program returns for a
/// time (calls inside HDF5 do not count): another rank hangs, or has left a call in which the others wait for
/// it for ever. The launcher then ends the other ranks. An inner watchdog takes the place of the outer one
/// while it lives. Uses SIGALRM.
class Watchdog {
 public:
  /// Bites `seconds` > 0 after the last call, or up to a quarter later, and says `message` on standard error.
  Watchdog(double seconds, int exit_code, const std::string& message);
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;
  ~Watchdog();

 private:
  struct Orders {
    double seconds = 0;  ///< 0: nobody watches
    int exit_code = 0;
    std::string message;
  };
  static void obey(const Orders& orders);
  static void look(int signal) noexcept;
  static Orders current;

  Orders outer_;
};

}  // namespace yieldscape
