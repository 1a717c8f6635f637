#include "side_by_side.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>

#include "flow.hpp"
#include "yieldscape/core/build_info.hpp"
#include "yieldscape/core/simd.hpp"
#include "yieldscape/io/host.hpp"

namespace yieldscape::bench {
namespace {

constexpr double absent = std::numeric_limits<double>::quiet_NaN();

std::string processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
  }
  return "unknown processor";
}

std::string load_average() {
  std::ifstream file("/proc/loadavg");
  std::string minute;
  file >> minute;
  return minute;
}

std::string number(double value, const char* form = "{:.3g}") {
  return std::isnan(value) ? "-" : fmt::format(fmt::runtime(form), value);
}

std::string repeated(std::string name) {
  const auto end = name.find("/repeats:");
  return end == std::string::npos ? name : name.substr(0, end);
}

}  // namespace

bool SideBySide::ReportContext(const Context& context) {
  const BuildInfo build = build_info();
  fmt::print("yieldscape {} ({}), {}\n{}\n", build.version, build.commit, build.compiler, build.flags);
  fmt::print("{}: {}, {} cores, load {}\n", host_name(), processor(), context.cpu_info.num_cpus,
             load_average());
  fmt::print("instructions: {}\n\n", yieldscape::name(best_simd_path()));
  return ConsoleReporter::ReportContext(context);
}

void SideBySide::ReportRuns(const std::vector<Run>& runs) {
  ConsoleReporter::ReportRuns(runs);
  for (const Run& run : runs) {
    if (run.error_occurred || run.run_type != Run::RT_Iteration) continue;
    auto& values = measured_[repeated(run.run_name.str())];
    for (const auto& [counter, value] : run.counters) values[counter].push_back(value.value);
    values["seconds"].push_back(run.real_accumulated_time / double(run.iterations));
  }
}

double SideBySide::median(const std::string& name, const std::string& counter) const {
  const auto measurement = measured_.find(name);
  if (measurement == measured_.end()) return absent;
  const auto found = measurement->second.find(counter);
  if (found == measurement->second.end()) return absent;
  std::vector<double> values = found->second;
  std::ranges::sort(values);
  return values[values.size() / 2];
}

void SideBySide::print_engines() const {
  fmt::print(
      "\nSlips per core-second from one state of flow, draws included; whole realizations with records\n");
  fmt::print("{:>5} {:<7} {:>9} {:>9} {:>9} {:>13} {:>15} {:>16} {:>12} {:>11}\n", "N", "glass", "plain",
             "direct", "interval", "direct/plain", "interval/plain", "interval/direct", "realization",
             "bytes/site");
  for (int side = 16; side <= 2048; side *= 2) {
    for (const Glass glass : {Glass::esl, Glass::gq, Glass::tables}) {
      const auto rate = [&](Engine engine) {
        return median(fmt::format("avalanche/{}/{}/N:{}", name(engine), name(glass), side), "slips/s");
      };
      const std::string whole = fmt::format("realization/automatic/{}/N:{}", name(glass), side);
      const double plain = rate(Engine::plain);
      const double direct = rate(Engine::direct);
      const double interval = rate(Engine::interval);
      const double realization = median(whole, "slips/s");
      if (std::isnan(plain) && std::isnan(direct) && std::isnan(interval) && std::isnan(realization))
        continue;
      fmt::print("{:>5} {:<7} {:>9} {:>9} {:>9} {:>13} {:>15} {:>16} {:>12} {:>11}\n", side, name(glass),
                 number(plain), number(direct), number(interval), number(direct / plain, "{:.1f}"),
                 number(interval / plain, "{:.1f}"), number(interval / direct, "{:.1f}"), number(realization),
                 number(median(whole, "bytes/site") + median(whole, "shared bytes/site"), "{:.0f}"));
    }
  }
}

void SideBySide::print_ranks() const {
  const double one = median("run/ranks:1/iterations:1/manual_time", "seconds");
  const double two = median("run/ranks:2/iterations:1/manual_time", "seconds");
  if (std::isnan(one) || std::isnan(two)) return;
  fmt::print("\nWhole program, 8000 realizations: {:.2f} s on 1 rank, {:.2f} s on 2, efficiency {:.0f} %\n",
             one, two, 100 * one / (2 * two));
}

void SideBySide::Finalize() {
  ConsoleReporter::Finalize();
  print_engines();
  print_ranks();
}

}  // namespace yieldscape::bench
