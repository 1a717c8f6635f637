#include "yieldscape/app/stop_signals.hpp"

#include <csignal>

namespace yieldscape {
namespace {

// A signal handler reaches nothing but objects of static storage.
volatile std::sig_atomic_t usr1_seen = 0;
volatile std::sig_atomic_t end_seen = 0;

void note_usr1(int /*signal*/) {
  usr1_seen = 1;
}

void note_end(int signal) {
  if (end_seen != 0 && signal == SIGINT) {
    std::signal(SIGINT, SIG_DFL);
    std::raise(SIGINT);
  }
  end_seen = 1;
}

void install(int signal, void (*handler)(int)) {
  struct sigaction action {};
  action.sa_handler = handler;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(signal, &action, nullptr);
}

}  // namespace

StopSignals::StopSignals() {
  usr1_seen = 0;
  end_seen = 0;
  install(SIGUSR1, note_usr1);
  install(SIGTERM, note_end);
  install(SIGINT, note_end);
}

StopSignals::~StopSignals() {
  for (const int signal : {SIGUSR1, SIGTERM, SIGINT}) install(signal, SIG_DFL);
}

StopRequest StopSignals::request() const noexcept {
  if (end_seen != 0) return StopRequest::now;
  return usr1_seen != 0 ? StopRequest::after_realization : StopRequest::none;
}

}  // namespace yieldscape
