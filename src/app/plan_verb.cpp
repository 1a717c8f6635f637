#include <fmt/format.h>

#include <cstdio>

#include "yieldscape/app/job.hpp"
#include "yieldscape/app/plan.hpp"
#include "yieldscape/app/speed_file.hpp"
#include "yieldscape/app/verbs.hpp"
#include "yieldscape/ensemble/measure_speed.hpp"
#include "yieldscape/io/host.hpp"

namespace yieldscape {
namespace {

constexpr double measuring_seconds = 5;

MachineSpeed measured_now() {
  const std::filesystem::path file = speed_file();
  if (file.empty()) {
    throw IoError("there is no place to keep what --measure finds: neither XDG_CACHE_HOME nor HOME is set");
  }
  fmt::print(stderr, "measuring {} ...\n", this_machine());
  MachineSpeed speed = measure_speed(measuring_seconds);
  speed.machine = this_machine();
  speed.measured = unix_time();
  write_speed(file, speed);
  return speed;
}

std::string source(const MachineSpeed& speed) {
  if (speed.measured == 0)
    return "built in, of one AVX-512 core; `yieldscape plan --measure` times this machine";
  return fmt::format("measured {} on {} ({})", utc(speed.measured), speed.machine, speed_file().string());
}

}  // namespace

ExitCode plan_verb(const PlanOptions& options) {
  const RunConfig config = read_job(options.job);
  const RunDirectory directory = run_directory_of(options.job.result);
  const MachineSpeed machine =
      options.measure ? measured_now() : read_speed(speed_file()).value_or(built_in_speed());
  Plan plan = make_plan(config, directory, machine, options.ranks);
  plan.prices = source(machine);
  fmt::print("{}", options.json ? to_json(plan, options.job.result) : to_text(plan, options.job.result));
  return ExitCode::complete;
}

}  // namespace yieldscape
