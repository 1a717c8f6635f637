#include <benchmark/benchmark.h>
#include <fmt/format.h>
#include <malloc.h>

#include <random>

#include "flow.hpp"
#include "plain_engine.hpp"
#include "yieldscape/ensemble/realization.hpp"

// Engines alone (sweep), in flow (avalanche), and the whole of a realization.
namespace yieldscape::bench {
namespace {

using benchmark::Counter;

double bytes_in_use() {
  const auto heap = mallinfo2();
  return double(heap.uordblks + heap.hblkhd);
}

std::unique_ptr<StrengthEngine> bare_engine(Engine engine, const ElasticKernel& kernel) {
  if (engine == Engine::plain) return std::make_unique<PlainEngine>(kernel);
  return make_engine(engine == Engine::interval ? EngineKind::interval : EngineKind::direct, kernel);
}

// Elasticity alone: rounds of `slips` slips anywhere, flushes of the interval engine included.
void sweep(benchmark::State& run, Engine engine_kind, int side, int slips) {
  const ModelParams point = params(Glass::esl, side);
  const ElasticKernel kernel = elastic_kernel(point.lattice, point.moduli, point.kernel);
  const auto engine = bare_engine(engine_kind, kernel);
  engine->reset(std::vector<double>(point.lattice.sites(), 1.0));
  std::mt19937_64 random(1);
  std::vector<std::vector<Slip>> rounds(64);
  for (auto& round : rounds) {
    for (int i = 0; i < slips; ++i) {
      round.push_back({Site(std::uint32_t(random() % point.lattice.sites())), 1e-3, 0.0});
    }
  }
  std::size_t next = 0;
  for (auto _ : run) engine->apply(rounds[next++ % rounds.size()]);
  run.counters["slips/s"] = Counter(slips, Counter::kIsIterationInvariantRate);
}

// From one state of flow on: the next avalanche, its draws included. The same ones for every engine.
void avalanche(benchmark::State& run, Engine engine, Glass glass, int side) {
  Sample sample = resume(flow(glass, side), engine);
  const std::uint64_t rounds_before = sample.state.rounds;
  std::uint64_t slips = 0;
  for (auto _ : run) slips += next_avalanche(sample);
  run.counters["slips/s"] = Counter(double(slips), Counter::kIsRate);
  run.counters["rounds/s"] = Counter(double(sample.state.rounds - rounds_before), Counter::kIsRate);
  run.counters["slips/round"] = double(slips) / double(sample.state.rounds - rounds_before);
}

// From the elastic start to flow, ten observables at every 0.005 of strain, as the program does it.
void realization(benchmark::State& run, EngineChoice engine, Glass glass, int side) {
  EnsembleSpec spec;
  spec.engine = engine;
  spec.grid = {.step = 0.005, .count = std::size_t(flow_strain(side) / 0.005 + 0.5)};
  spec.points.emplace_back(Point::Labels{.name = "bench"}, params(glass, side), 1U << 30U);
  const double before = bytes_in_use();
  const Medium medium(spec.points[0].params());
  const double medium_bytes = bytes_in_use() - before;
  double sample_bytes = 0;
  std::uint64_t slips = 0;
  std::uint32_t number = 0;
  for (auto _ : run) {
    const auto result = run_realization(spec, medium, {.point = 0, .realization = number++}, [&] {
      if (sample_bytes == 0) sample_bytes = bytes_in_use() - before - medium_bytes;
      return Verdict::go_on;
    });
    slips += result->slips;
  }
  const double sites = double(medium.params.lattice.sites());
  run.counters["slips/s"] = Counter(double(slips), Counter::kIsRate);
  run.counters["bytes/site"] = sample_bytes / sites;
  run.counters["shared bytes/site"] = medium_bytes / sites;
}

template <class Body, class... Arguments>
benchmark::internal::Benchmark* add(const std::string& name, Body body, Arguments... arguments) {
  return benchmark::RegisterBenchmark(name.c_str(), [=](benchmark::State& run) { body(run, arguments...); });
}

const bool registered = [] {
  // Sizes beyond these take minutes with this engine.
  const auto fits = [](Engine engine, int side) {
    if (engine == Engine::interval) return side >= 128;
    return side <= (engine == Engine::plain ? 512 : 1024);
  };
  constexpr int sides[] = {16, 32, 64, 128, 256, 512, 1024, 2048};
  constexpr Engine engines[] = {Engine::plain, Engine::direct, Engine::interval};
  for (const int side : sides) {
    for (const int slips : {1, 4}) {
      for (const Engine engine : engines) {
        if (!fits(engine, side)) continue;
        add(fmt::format("sweep/{}/N:{}/slips:{}", name(engine), side, slips), sweep, engine, side, slips);
      }
    }
  }
  for (const int side : sides) {
    for (const Glass glass : {Glass::esl, Glass::gq, Glass::tables}) {
      if (glass == Glass::tables && side > 64) continue;
      for (const Engine engine : engines) {
        if (!fits(engine, side)) continue;
        add(fmt::format("avalanche/{}/{}/N:{}", name(engine), name(glass), side), avalanche, engine, glass,
            side);
      }
      add(fmt::format("realization/automatic/{}/N:{}", name(glass), side), realization,
          EngineChoice::automatic, glass, side)
          ->Unit(benchmark::kMillisecond);
    }
  }
  return true;
}();

}  // namespace
}  // namespace yieldscape::bench
