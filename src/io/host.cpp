#include "yieldscape/io/host.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <ctime>
#include <fstream>
#include <sstream>

namespace yieldscape {

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "unknown";
  return name.data();
}

int process_id() {
  return int(::getpid());
}

std::uint64_t process_start(int pid) {
  std::ifstream file(fmt::format("/proc/{}/stat", pid));
  std::string line;
  if (!std::getline(file, line)) return 0;
  // "pid (name) state …": the name may hold anything, so count the fields from the last parenthesis.
  const auto end_of_name = line.rfind(')');
  if (end_of_name == std::string::npos) return 0;
  std::istringstream fields(line.substr(end_of_name + 1));
  std::string state;
  fields >> state;
  if (state == "Z" || state == "X") return 0;
  constexpr int fields_between = 18;  // state is field 3, starttime field 22 of proc(5)
  std::string skipped;
  for (int i = 0; i < fields_between; ++i) fields >> skipped;
  std::uint64_t start = 0;
  fields >> start;
  return start;
}

std::string process_tag() {
  return fmt::format("{}-{}", host_name(), process_id());
}

double unix_time() {
  return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch()).count();
}

std::string utc(double unix_seconds) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time_t(unix_seconds)));
}

std::string new_session_name() {
  const double now = unix_time();
  const auto milliseconds = std::uint64_t(now * 1e3) % 1000;
  return fmt::format("{:%Y%m%dT%H%M%S}.{:03}-{}", fmt::gmtime(std::time_t(now)), milliseconds, process_tag());
}

}  // namespace yieldscape
