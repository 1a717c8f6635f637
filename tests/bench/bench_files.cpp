#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <filesystem>

#include "flow.hpp"
#include "yieldscape/ensemble/realization.hpp"
#include "yieldscape/io/host.hpp"
#include "yieldscape/io/journal_index.hpp"
#include "yieldscape/io/render.hpp"
#include "yieldscape/io/result_encoding.hpp"

// Journals and the result file, with the records of 16 x 16 samples driven to strain 2.
namespace yieldscape::bench {
namespace {

class Scratch {
 public:
  Scratch() : path_(std::filesystem::temp_directory_path() / ("yieldscape_bench-" + process_tag())) {
    std::filesystem::create_directories(path_);
  }
  ~Scratch() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

 private:
  std::filesystem::path path_;
};

EnsembleSpec ensemble(std::uint32_t realizations) {
  EnsembleSpec spec;
  spec.title = "bench";
  spec.grid = {.step = 0.005, .count = 400};
  spec.points.emplace_back(Point::Labels{.name = "bench"}, params(Glass::esl, 16), realizations);
  return spec;
}

RealizationResult one_result(const EnsembleSpec& spec) {
  const Medium medium(spec.points[0].params());
  return run_realization(spec, medium, {.point = 0, .realization = 0}, [] { return Verdict::go_on; }).value();
}

void journal_encode(benchmark::State& run) {
  const RealizationResult result = one_result(ensemble(1));
  std::size_t bytes = 0;
  for (auto _ : run) bytes += encode(result).size();
  run.SetBytesProcessed(std::int64_t(bytes));
}
BENCHMARK(journal_encode)->Name("journal/encode")->Unit(benchmark::kMicrosecond);

void journal_append(benchmark::State& run) {
  const Scratch scratch;
  const EnsembleSpec spec = ensemble(1);
  const RealizationResult result = one_result(spec);
  JournalWriter writer(scratch.path() / "a.journal",
                       {.run = hash128("bench"), .session = "bench", .writer = 0});
  std::uint32_t number = 0;
  for (auto _ : run) {
    const TaskId task{.point = spec.points[0].hash(), .realization = number++};
    writer.start(task);
    writer.done(task, result);
    writer.sync_if_due();
  }
  run.SetBytesProcessed(std::int64_t(std::filesystem::file_size(scratch.path() / "a.journal")));
}
BENCHMARK(journal_append)->Name("journal/append")->UseRealTime()->Unit(benchmark::kMicrosecond);

/// A run directory whose realizations are all there.
RunDirectory finished_run(const Scratch& scratch, const EnsembleSpec& spec) {
  RunDirectory directory(scratch.path() / "bench.run");
  prepare_run(directory, spec);
  const RealizationResult result = one_result(spec);
  JournalWriter writer(directory.journal("bench", 0),
                       {.run = identity_of(spec).run(), .session = "bench", .writer = 0});
  for (std::uint32_t r = 0; r < spec.points[0].realizations(); ++r) {
    writer.done({.point = spec.points[0].hash(), .realization = r}, result);
  }
  writer.end();
  return directory;
}

void journal_index(benchmark::State& run) {
  const Scratch scratch;
  const EnsembleSpec spec = ensemble(std::uint32_t(run.range(0)));
  const RunDirectory directory = finished_run(scratch, spec);
  for (auto _ : run) {
    benchmark::DoNotOptimize(index_journals(directory.journals(), identity_of(spec).run()));
  }
  run.SetItemsProcessed(run.iterations() * run.range(0));
}
BENCHMARK(journal_index)
    ->Name("journal/index")
    ->ArgName("realizations")
    ->Arg(1000)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

void render_result(benchmark::State& run) {
  const Scratch scratch;
  const EnsembleSpec spec = ensemble(std::uint32_t(run.range(0)));
  const RunDirectory directory = finished_run(scratch, spec);
  const Communicator world = Communicator::world();
  for (auto _ : run) {
    render(world, spec, directory, {.configuration = "", .configuration_resolved = ""},
           scratch.path() / "bench.h5");
  }
  run.SetItemsProcessed(run.iterations() * run.range(0));
}
BENCHMARK(render_result)
    ->Name("render")
    ->ArgName("realizations")
    ->Arg(1000)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace yieldscape::bench
