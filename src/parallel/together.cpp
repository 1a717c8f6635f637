#include "yieldscape/parallel/together.hpp"

#include <cstdint>
#include <exception>
#include <string>

#include "yieldscape/core/error.hpp"
#include "yieldscape/parallel/collectives.hpp"

namespace yieldscape {

namespace {

struct Failure {
  bool failed = false;
  bool ours = false;  ///< an Error with an exit code
  int code = 0;
  std::string message;
};

Failure attempt(const std::function<void()>& step) {
  try {
    step();
    return {};
  } catch (const Error& error) {
    return {true, true, int(error.code()), error.what()};
  } catch (const std::exception& error) {
    return {true, false, 0, error.what()};
  }
}

}  // namespace

void together(const Communicator& communicator, const std::function<void()>& step) {
  const Failure mine = attempt(step);
  const auto ranks = std::uint64_t(communicator.size());
  // The largest of (size − rank) over the failed ranks names the lowest one; 0: none failed.
  const std::uint64_t worst =
      all_reduce_max(communicator, mine.failed ? ranks - std::uint64_t(communicator.rank()) : 0);
  if (worst == 0) return;
  const int root = int(ranks - worst);
  const std::string message = broadcast(communicator, mine.message, root);
  const int code = broadcast(communicator, mine.ours ? mine.code : -1, root);
  if (code < 0) throw std::runtime_error(message);
  throw Error(ExitCode(code), message);
}

}  // namespace yieldscape
