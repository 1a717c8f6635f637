#include <fmt/format.h>

#include "yieldscape/app/job.hpp"
#include "yieldscape/app/verbs.hpp"
#include "yieldscape/config/dump_config.hpp"

// The verbs that only print a text.

namespace yieldscape {

ExitCode help_verb(const HelpOptions& options) {
  fmt::print("{}", options.text);
  return ExitCode::complete;
}

ExitCode dump_config_verb(const DumpConfigOptions& options) {
  fmt::print("{}", options.job ? dump_config(read_job(*options.job)) : dump_default_config());
  return ExitCode::complete;
}

}  // namespace yieldscape
