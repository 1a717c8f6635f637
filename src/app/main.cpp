#include <cstdio>
#include <cstdlib>
#include <exception>

#include "yieldscape/app/carry_out.hpp"
#include "yieldscape/app/options.hpp"
#include "yieldscape/core/error.hpp"

// Options, verb, exit code: everything else is in the file of the verb.
int main(int argc, char** argv) {
  using namespace yieldscape;
  std::set_terminate([] { std::_Exit(int(ExitCode::bug)); });
  try {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    return int(carry_out(parse_options(arguments), argc, argv));
  } catch (const Error& error) {
    std::fprintf(stderr, "yieldscape: %s\n", error.what());
    return int(error.code());
  } catch (const std::exception& error) {
    std::fprintf(stderr, "yieldscape: bug: %s\n", error.what());
    return int(ExitCode::bug);
  }
}
