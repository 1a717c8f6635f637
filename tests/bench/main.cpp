// Where the time goes, from one random number to a run of the whole program.
//
//   yieldscape_bench [--json FILE] [options of Google Benchmark]
//
// Figures of a busy machine move by half: compare what stands side by side, of interleaved repetitions:
//   yieldscape_bench --benchmark_filter='avalanche|realization' --benchmark_repetitions=5
//                    --benchmark_enable_random_interleaving=true

#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "side_by_side.hpp"
#include "yieldscape/parallel/environment.hpp"

int main(int argc, char** argv) {
  const yieldscape::Environment environment(argc, argv);
  std::vector<std::string> arguments;
  for (int i = 0; i < argc; ++i) {
    if (std::string(argv[i]) == "--json" && i + 1 < argc) {
      arguments.push_back("--benchmark_out_format=json");
      arguments.push_back(std::string("--benchmark_out=") + argv[++i]);
    } else {
      arguments.emplace_back(argv[i]);
    }
  }
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  int count = int(pointers.size());
  benchmark::Initialize(&count, pointers.data());
  if (benchmark::ReportUnrecognizedArguments(count, pointers.data())) return 2;
  yieldscape::bench::SideBySide reporter;
  benchmark::RunSpecifiedBenchmarks(&reporter);
  return 0;
}
