#include "yieldscape/parallel/watchdog.hpp"

#include <sys/time.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <utility>

#include "calls_returned.hpp"
#include "yieldscape/core/contracts.hpp"

namespace yieldscape {

std::atomic<std::uint64_t> calls_returned{0};

namespace {

constexpr int looks = 4;  // within the time allowed

std::uint64_t calls_seen = 0;
int looks_in_vain = 0;

}  // namespace

Watchdog::Orders Watchdog::current;

Watchdog::Watchdog(double seconds, int exit_code, const std::string& message) : outer_(current) {
  EXPECTS(seconds > 0);
  obey({.seconds = seconds, .exit_code = exit_code, .message = "yieldscape: " + message + "\n"});
}

Watchdog::~Watchdog() {
  obey(outer_);
}

void Watchdog::obey(const Orders& orders) {
  constexpr itimerval never{};
  ::setitimer(ITIMER_REAL, &never, nullptr);  // the handler must not see half of what follows
  current = orders;
  calls_seen = calls_returned;
  looks_in_vain = 0;
  if (orders.seconds == 0) return;
  struct sigaction action {};
  action.sa_handler = look;
  action.sa_flags = SA_RESTART;
  ::sigaction(SIGALRM, &action, nullptr);
  double whole = 0;
  const double rest = std::modf(orders.seconds / looks, &whole);
  const timeval pause{.tv_sec = time_t(whole), .tv_usec = suseconds_t(std::ceil(rest * 999999))};
  const itimerval often{.it_interval = pause, .it_value = pause};
  ::setitimer(ITIMER_REAL, &often, nullptr);
}

// Only what is safe in a signal handler.
void Watchdog::look(int) noexcept {
  const std::uint64_t calls = calls_returned;
  looks_in_vain = calls == calls_seen ? looks_in_vain + 1 : 0;
  calls_seen = calls;
  if (looks_in_vain < looks) return;
  static_cast<void>(!::write(STDERR_FILENO, current.message.data(), current.message.size()));
  ::_exit(current.exit_code);
}

}  // namespace yieldscape
