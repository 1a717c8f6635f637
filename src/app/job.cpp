#include "yieldscape/app/job.hpp"

#include <fmt/format.h>

#include "yieldscape/config/read_config.hpp"
#include "yieldscape/core/contracts.hpp"
#include "yieldscape/core/error.hpp"
#include "yieldscape/core/hash.hpp"
#include "yieldscape/io/read_table.hpp"
#include "yieldscape/parallel/collectives.hpp"
#include "yieldscape/parallel/together.hpp"

namespace yieldscape {
namespace {

void check_result_path(const std::filesystem::path& result) {
  std::error_code ignored;
  if (std::filesystem::is_directory(result, ignored)) {
    throw ConfigurationError(
        fmt::format("the result file '{}' is a directory; name a file with -o FILE.h5", result.string()));
  }
  if (std::filesystem::exists(result, ignored) && !std::filesystem::is_regular_file(result, ignored)) {
    throw ConfigurationError(fmt::format(
        "the result '{}' is not a regular file; name another one with -o FILE.h5", result.string()));
  }
  const std::filesystem::path directory = result.parent_path().empty() ? "." : result.parent_path();
  if (!std::filesystem::is_directory(directory, ignored)) {
    throw ConfigurationError(
        fmt::format("there is no directory '{}' for the result file '{}'; create it first",
                    directory.string(), result.string()));
  }
}

// Realizations are asked for by the program itself here, which finds out how many a precision takes.
void set_realizations(RunConfig& config, const std::vector<std::uint32_t>& realizations) {
  if (realizations.empty()) return;
  EXPECTS(realizations.size() == config.ensemble.points.size());
  for (std::size_t i = 0; i < realizations.size(); ++i) {
    Point& point = config.ensemble.points[i];
    if (point.realizations() == realizations[i]) continue;
    config.text_given +=
        fmt::format("# --target-sem: {} realizations of {}\n", realizations[i], point.labels().name);
    point = Point(point.labels(), point.params(), realizations[i]);
  }
}

// Everything that decides what is computed, as one number: for comparing what the ranks have read.
std::uint64_t fingerprint(const RunConfig& config) {
  std::string text = canonical_text(config.ensemble);
  for (const Point& point : config.ensemble.points) {
    text += fmt::format("{} {}\n", point.hash().hex(), point.realizations());
  }
  return hash128(text).low;
}

}  // namespace

RunConfig read_job(const Job& job) {
  RunConfig config = read_config(job.configuration, job.overrides, {.columns = read_table});
  set_realizations(config, job.realizations);
  check_result_path(job.result);
  return config;
}

RunConfig read_job(const Job& job, const Communicator& world) {
  std::optional<RunConfig> config;
  together(world, [&] { config = read_job(job); });
  const std::uint64_t mine = fingerprint(*config);
  if (all_reduce_or(world, broadcast(world, mine) != mine)) {
    throw ConfigurationError(
        fmt::format("the ranks do not all see the same configuration '{}' (or the tables it names); was it "
                    "changed at this "
                    "moment, or is the directory not shared between the nodes?",
                    job.configuration.string()));
  }
  return std::move(*config);
}

}  // namespace yieldscape
