#include <malloc.h>

#include <cstdio>
#include <cstdlib>
#include <exception>

#include "yieldscape/app/carry_out.hpp"
#include "yieldscape/app/options.hpp"
#include "yieldscape/core/error.hpp"

namespace {

// Samples come and go by the thousand. Memory that is handed back to the system in between comes again page
// by page: 2 ms for 64 x 64 sites, if nothing else lies above it in the heap, or nothing at all.
void keep_memory() {
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
  mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the most there is; larger lattices are few
}

}  // namespace

// Options, verb, exit code: everything else is in the file of the verb.
int main(int argc, char** argv) {
  using namespace yieldscape;
  keep_memory();
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
