#include "option_values.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "yieldscape/core/error.hpp"

namespace yieldscape {
namespace {

constexpr std::uint32_t largest_rank_count = 10'000'000;

Shard parse_shard(const std::string& text) {
  Shard shard;
  const char* end = text.data() + text.size();
  const auto [slash, number_error] = std::from_chars(text.data(), end, shard.index);
  if (number_error == std::errc() && slash != end && *slash == '/') {
    const auto [rest, count_error] = std::from_chars(slash + 1, end, shard.count);
    if (count_error == std::errc() && rest == end && shard.index < shard.count) return shard;
  }
  throw UsageError(fmt::format("--shard '{}' must be i/n with 0 <= i < n, for example 0/8", text));
}

std::vector<std::uint32_t> parse_ranks(const std::string& text) {
  std::vector<std::uint32_t> ranks;
  for (const char *next = text.data(), *end = next + text.size();; ++next) {
    std::uint32_t count = 0;
    const auto [rest, error] = std::from_chars(next, end, count);
    if (error != std::errc() || count == 0 || count > largest_rank_count || (rest != end && *rest != ',')) {
      throw UsageError(fmt::format("--ranks '{}' must be numbers from 1 to {}, separated by commas", text,
                                   largest_rank_count));
    }
    ranks.push_back(count);
    next = rest;
    if (rest == end) return ranks;
  }
}

double parse_number(const std::string& option, std::string_view text) {
  double value = 0;
  const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || rest != text.data() + text.size() || !(value > 0)) {
    throw UsageError(fmt::format("{} '{}' must be a positive number", option, text));
  }
  return value;
}

// "stress=0.002"
SemGoal parse_goal(const std::string& text) {
  const auto equals = text.find('=');
  if (equals == text.npos)
    throw UsageError(fmt::format("--target-sem '{}' must be QUANTITY=ERROR, for example stress=0.002", text));
  return {.quantity = text.substr(0, equals), .error = parse_number("--target-sem", text.substr(equals + 1))};
}

double positive_seconds(const po::variables_map& given, const std::string& name) {
  const double seconds = given[name].as<double>();
  if (!(seconds > 0)) throw UsageError(fmt::format("--{} {} must be positive", name, seconds));
  return seconds;
}

// "0.53", or "0.53+-0.002" with the standard error of a measurement.
std::optional<Estimate> parse_estimate(const po::variables_map& given, const std::string& name) {
  if (given.count(name) == 0) return std::nullopt;
  const auto text = given[name].as<std::string>();
  const auto sign = text.find("+-");
  Estimate estimate{.value = parse_number("--" + name, text.substr(0, sign))};
  if (sign != text.npos) estimate.error = parse_number("--" + name, text.substr(sign + 2));
  return estimate;
}

}  // namespace

Job make_job(const po::variables_map& given) {
  Job job;
  job.configuration = given["configuration"].as<std::string>();
  if (given.count("set") > 0) job.overrides = given["set"].as<std::vector<std::string>>();
  job.result = given.count("output") > 0 ? std::filesystem::path(given["output"].as<std::string>())
                                         : job.configuration.filename().replace_extension(".h5");
  if (job.result.extension() != ".h5") {
    throw UsageError(fmt::format("the result file '{}' must end in .h5", job.result.string()));
  }
  return job;
}

Options make_plan_options(const po::variables_map& given) {
  PlanOptions options{.job = make_job(given)};
  if (given.count("ranks") > 0) options.ranks = parse_ranks(given["ranks"].as<std::string>());
  options.measure = given.count("measure") > 0;
  options.json = given.count("json") > 0;
  return options;
}

Options make_run(const po::variables_map& given) {
  RunOptions options{.job = make_job(given)};
  if (given.count("dump-config") > 0) return DumpConfigOptions{.job = options.job};
  if (given.count("deadline") > 0) options.deadline = given["deadline"].as<double>();
  if (options.deadline && std::isnan(*options.deadline)) throw UsageError("--deadline must be a number");
  options.checkpoint_interval = positive_seconds(given, "checkpoint-interval");
  if (given.count("hang-timeout") > 0) options.hang_timeout = positive_seconds(given, "hang-timeout");
  if (given.count("shard") > 0) options.shard = parse_shard(given["shard"].as<std::string>());
  if (given.count("target-sem") > 0) {
    for (const auto& text : given["target-sem"].as<std::vector<std::string>>())
      options.target_sem.push_back(parse_goal(text));
  }
  options.render = given.count("no-render") == 0;
  if (!options.target_sem.empty() && (options.shard || !options.render))
    throw UsageError("--target-sem reads its errors off the result: not with --shard or --no-render");
  options.quiet = given.count("quiet") > 0;
  return options;
}

Options make_calibrate(const po::variables_map& given) {
  CalibrateOptions options;
  options.job.configuration = given["configuration"].as<std::string>();
  if (given.count("set") > 0) options.job.overrides = given["set"].as<std::vector<std::string>>();
  options.job.result = given.count("output") > 0
                           ? std::filesystem::path(given["output"].as<std::string>())
                           : std::filesystem::path(options.job.configuration.stem().string() + "_fit.yaml");
  if (options.job.result.extension() != ".yaml") {
    throw UsageError(
        fmt::format("the fitted configuration '{}' must end in .yaml", options.job.result.string()));
  }
  options.flow_stress = parse_estimate(given, "flow-stress");
  options.peak_stress = parse_estimate(given, "peak-stress");
  if (given.count("curve") > 0) options.curve = given["curve"].as<std::string>();
  if (given.count("point") > 0) options.point = given["point"].as<std::string>();
  options.precision = given["precision"].as<double>();
  options.most_realizations = given["most-realizations"].as<std::uint32_t>();
  if (!options.flow_stress && options.curve.empty())
    throw UsageError("calibrate needs --flow-stress, the stress to be reproduced, or a measured --curve");
  if (options.peak_stress && options.flow_stress &&
      !(options.peak_stress->value >= options.flow_stress->value)) {
    throw UsageError(fmt::format("--peak-stress {} must be at least --flow-stress {}",
                                 options.peak_stress->value, options.flow_stress->value));
  }
  if (!(options.precision > 0 && options.precision < 1))
    throw UsageError(fmt::format("--precision {} must be between 0 and 1", options.precision));
  if (options.most_realizations < 64) throw UsageError("--most-realizations must be at least 64");
  return options;
}

std::vector<std::filesystem::path> paths(const po::variables_map& given, const std::string& name) {
  std::vector<std::filesystem::path> result;
  for (const auto& text : given[name].as<std::vector<std::string>>()) result.emplace_back(text);
  return result;
}

}  // namespace yieldscape
