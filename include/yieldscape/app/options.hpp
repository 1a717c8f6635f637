#pragma once

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "yieldscape/ensemble/stress_target.hpp"
#include "yieldscape/io/run_lock.hpp"

namespace yieldscape {

/// A configuration and where its result goes: what run, plan, render, merge and calibrate have in common.
struct Job {
  std::filesystem::path configuration;
  std::vector<std::string> overrides;  ///< --set path=value, in order
  std::filesystem::path result;        ///< default: the configuration's stem + ".h5" in the working directory
  std::vector<std::uint32_t> realizations =
      {};  ///< of each point, instead of the configured ones; empty: those
};

/// A standard error to be reached, of a number or of a whole curve.
struct SemGoal {
  std::string quantity;
  double error = 0;
};

struct RunOptions {
  Job job;
  std::optional<double> deadline;  ///< seconds since 1970
  std::optional<Shard> shard;
  std::vector<SemGoal> target_sem;
  double checkpoint_interval = 600;    ///< seconds
  std::optional<double> hang_timeout;  ///< seconds
  bool render = true;
  bool quiet = false;
};
struct PlanOptions {
  Job job;
  std::vector<std::uint32_t> ranks;  ///< wall times for these; empty: a choice
  bool measure = false;
  bool json = false;
};
struct DumpConfigOptions {
  std::optional<Job> job;  ///< none: the defaults
};
struct StatusOptions {
  std::filesystem::path run;
  bool json = false;
  bool watch = false;
};
struct RetryOptions {
  std::filesystem::path run;
};
struct RenderOptions {
  Job job;
  bool quiet = false;
};
struct MergeOptions {
  Job job;
  std::vector<std::filesystem::path> sources;
};
struct VerifyOptions {
  std::vector<std::filesystem::path> files;
};
struct InfoOptions {
  std::filesystem::path file;
};
struct CalibrateOptions {
  Job job;
  std::string point;
  std::optional<Estimate> flow_stress;
  std::optional<Estimate> peak_stress;
  std::filesystem::path curve;  ///< empty: none
  double precision = 0.01;
  std::uint32_t most_realizations = 40000;
};
struct HelpOptions {
  std::string text;
};

using Options =
    std::variant<HelpOptions, RunOptions, PlanOptions, DumpConfigOptions, StatusOptions, RetryOptions,
                 RenderOptions, MergeOptions, VerifyOptions, InfoOptions, CalibrateOptions>;

/// The command line, program name left out. Throws UsageError: what is wrong and how it is meant.
[[nodiscard]] Options parse_options(std::span<const std::string> arguments);

}  // namespace yieldscape
