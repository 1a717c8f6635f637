#include <benchmark/benchmark.h>

#include "flow.hpp"

// Random numbers: one block, and what a slip needs of them.
namespace yieldscape::bench {
namespace {

constexpr int side = 16;
constexpr std::uint32_t sites = side * side;
const RandomNumbers random_numbers(7, 3);

void uniform_pair(benchmark::State& run) {
  std::uint32_t visit = 0;
  for (auto _ : run) {
    benchmark::DoNotOptimize(random_numbers(Stream::renewal, Site(visit % sites), visit / sites));
    ++visit;
  }
}
BENCHMARK(uniform_pair)->Name("draw/uniform_pair");

// Slip and next threshold of one site after the other. `ahead`: eight visits at a time.
void renewal(benchmark::State& run, Glass glass, bool ahead) {
  const Medium medium(params(glass, side));
  const Landscape landscape(medium.laws, random_numbers, ahead ? sites : 0);
  std::uint32_t visit = 0;
  for (auto _ : run) {
    benchmark::DoNotOptimize(landscape.renewal(Site(visit % sites), visit / sites, 1.0));
    ++visit;
  }
}
BENCHMARK_CAPTURE(renewal, normal, Glass::esl, true)->Name("draw/renewal/normal");
BENCHMARK_CAPTURE(renewal, tables, Glass::tables, true)->Name("draw/renewal/tables");
BENCHMARK_CAPTURE(renewal, normal_alone, Glass::esl, false)->Name("draw/renewal_alone/normal");
BENCHMARK_CAPTURE(renewal, tables_alone, Glass::tables, false)->Name("draw/renewal_alone/tables");

void initial_thresholds(benchmark::State& run, Glass glass) {
  const Medium medium(params(glass, side));
  const Landscape landscape(medium.laws, random_numbers, sites);
  std::vector<double> thresholds(sites);
  for (auto _ : run) {
    landscape.initial_thresholds(Site(0), thresholds);
    benchmark::DoNotOptimize(thresholds.data());
    benchmark::ClobberMemory();
  }
  run.SetItemsProcessed(run.iterations() * std::int64_t(sites));
}
BENCHMARK_CAPTURE(initial_thresholds, normal, Glass::esl)->Name("draw/initial_thresholds/normal/N:16");
BENCHMARK_CAPTURE(initial_thresholds, tables, Glass::tables)->Name("draw/initial_thresholds/tables/N:16");

// What is made once for a point.
void medium(benchmark::State& run, Glass glass) {
  for (auto _ : run) benchmark::DoNotOptimize(Medium(params(glass, int(run.range(0)))));
}
BENCHMARK_CAPTURE(medium, normal, Glass::esl)
    ->Name("medium/ESL")
    ->ArgName("N")
    ->Arg(16)
    ->Arg(512)
    ->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace yieldscape::bench
