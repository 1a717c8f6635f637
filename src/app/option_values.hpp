#pragma once

#include <boost/program_options.hpp>

#include "yieldscape/app/options.hpp"

namespace yieldscape {

namespace po = boost::program_options;

// What was given on the command line as the options of a verb. All throw UsageError for values that make no
// sense.

[[nodiscard]] Job make_job(const po::variables_map& given);
[[nodiscard]] Options make_plan_options(const po::variables_map& given);
[[nodiscard]] Options make_run(const po::variables_map& given);
[[nodiscard]] Options make_calibrate(const po::variables_map& given);
[[nodiscard]] std::vector<std::filesystem::path> paths(const po::variables_map& given,
                                                       const std::string& name);

}  // namespace yieldscape
