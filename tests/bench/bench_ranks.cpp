#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>

#include "yieldscape/io/host.hpp"

// The whole program under mpirun: the paper's eight ensembles, 1000 realizations each, no result file.
namespace yieldscape::bench {
namespace {

void ranks(benchmark::State& run) {
  constexpr int realizations = 1000;
  const auto directory = std::filesystem::temp_directory_path() / ("yieldscape_ranks-" + process_tag());
  const std::string command = fmt::format(
      "{} -n {} '{}' run '{}' -o '{}' --no-render --set realizations={} >/dev/null 2>&1", YIELDSCAPE_MPIRUN,
      run.range(0), YIELDSCAPE_PROGRAM, YIELDSCAPE_PAPER, (directory / "x.h5").string(), realizations);
  for (auto _ : run) {
    std::filesystem::create_directories(directory);
    const auto begin = std::chrono::steady_clock::now();
    const int status = std::system(command.c_str());
    run.SetIterationTime(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    std::filesystem::remove_all(directory);
    if (status != 0) {
      run.SkipWithError(command.c_str());
      break;
    }
  }
  run.counters["realizations/s"] =
      benchmark::Counter(8 * realizations, benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(ranks)->Name("run")->ArgName("ranks")->Arg(1)->Arg(2)->UseManualTime()->Iterations(1)->Unit(
    benchmark::kMillisecond);

}  // namespace
}  // namespace yieldscape::bench
