#include <fmt/format.h>

#include "yieldscape/app/verbs.hpp"
#include "yieldscape/io/verify.hpp"

namespace yieldscape {
namespace {

// Says what was found; true if every byte is as it was written. A torn tail is what a kill leaves behind.
bool report(const std::string& what, const char* unit, const VerifyReport& report) {
  bool sound = true;
  for (const Damage& damage : report.damage) {
    fmt::print("{}: {}\n", damage.torn_tail ? "note" : "damaged", describe(damage));
    sound = sound && damage.torn_tail;
  }
  fmt::print("{}: {} {}, {}\n", what, report.checked, unit, sound ? "sound" : "DAMAGED");
  return sound;
}

bool verify(const std::filesystem::path& file) {
  const RunDirectory run = file.extension() == ".run" ? RunDirectory(file) : run_directory_of(file);
  const bool is_run = std::filesystem::exists(run.path());
  bool sound = true;
  if (file.extension() != ".run" && (!is_run || std::filesystem::exists(file))) {
    sound = report(file.string(), "datasets", verify_result(file));
  }
  if (is_run) sound = report(run.path().string(), "journal records", verify_journals(run)) && sound;
  return sound;
}

}  // namespace

ExitCode verify_verb(const VerifyOptions& options) {
  bool sound = true;
  for (const auto& file : options.files) sound = verify(file) && sound;
  return sound ? ExitCode::complete : ExitCode::corrupt_input;
}

}  // namespace yieldscape
