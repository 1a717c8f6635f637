#include "flow.hpp"

#include <memory>

#include "../unit/support/glasses.hpp"
#include "plain_engine.hpp"
#include "yieldscape/drive/quasistatic.hpp"
#include "yieldscape/landscape/slip_law.hpp"
#include "yieldscape/landscape/threshold_distribution.hpp"

namespace yieldscape::bench {
namespace {

const RandomNumbers random_numbers(0x9e3779b97f4a7c15, 0);
constexpr std::uint64_t round_limit = 100'000'000;

std::shared_ptr<const Table> sampled(const ThresholdSpec& spec) {
  constexpr int nodes = 1000;
  const ThresholdDistribution law(spec);
  auto table = std::make_shared<Table>();
  for (int i = 0; i < nodes; ++i) table->value.push_back(law.quantile((i + 0.5) / nodes));
  return table;
}

ThresholdSpec table_law(const ThresholdSpec& spec) {
  return {.kind = ThresholdKind::table, .table = sampled(spec)};
}

ModelParams esl(int side) {
  return {.lattice = Lattice(side, side),
          .moduli = test::esl_moduli,
          .initial_thresholds = test::esl_thresholds(),
          .renewed_thresholds = test::mct_thresholds(),
          .slip = {.c0 = 0.0276, .c1 = 0.0206}};
}

EngineKind kind(Engine engine) {
  return engine == Engine::interval ? EngineKind::interval : EngineKind::direct;
}

}  // namespace

std::string_view name(Glass glass) noexcept {
  return glass == Glass::esl ? "ESL" : glass == Glass::gq ? "GQ" : "tables";
}

std::string_view name(Engine engine) noexcept {
  return engine == Engine::plain ? "plain" : engine == Engine::direct ? "direct" : "interval";
}

ModelParams params(Glass glass, int side) {
  if (glass == Glass::gq) return test::aged_glass(Lattice(side, side));
  ModelParams point = esl(side);
  if (glass == Glass::tables) {
    point.slip.kind = SlipKind::table;
    point.slip.table = sampled({.kind = ThresholdKind::exponential, .mean = 1});
    point.initial_thresholds = table_law(point.initial_thresholds);
    point.renewed_thresholds = table_law(point.renewed_thresholds);
  }
  return point;
}

double flow_strain(int side) noexcept {
  return side <= 32 ? 2 : side <= 64 ? 1 : side <= 512 ? 0.3 : side <= 1024 ? 0.1 : 0.05;
}

Flow::Flow(Glass flow_glass, int flow_side)
    : glass(flow_glass),
      side(flow_side),
      medium(params(glass, side)),
      state(medium.params.lattice),
      strength(medium.params.lattice.sites()) {
  Sample sample(medium, random_numbers, automatic_engine(medium.params.lattice));
  const Loading loading{.grid = {.step = flow_strain(side), .count = 1}, .round_limit = round_limit};
  const Observer observer{.at_strain = [](std::size_t, const Snapshot&) {},
                          .after_avalanche = [](const Avalanche&) { return Verdict::go_on; }};
  drive_quasistatically(sample, loading, observer);
  sample.engine->read(strength);
  state = sample.state;
}

const Flow& flow(Glass glass, int side) {
  static std::unique_ptr<Flow> kept;
  if (!kept || kept->glass != glass || kept->side != side) {
    kept.reset();
    kept = std::make_unique<Flow>(glass, side);
  }
  return *kept;
}

Sample resume(const Flow& flow, Engine engine) {
  Sample sample(flow.medium, random_numbers, kind(engine));
  if (engine == Engine::plain) sample.engine = std::make_unique<PlainEngine>(flow.medium.kernel);
  sample.state = flow.state;
  sample.engine->reset(flow.strength);
  return sample;
}

std::uint64_t next_avalanche(Sample& sample) {
  const WeakestSite weakest = sample.engine->weakest();
  sample.state.stress = std::max(sample.state.stress, weakest.strength);
  return relax(sample, weakest.site, round_limit).slips;
}

}  // namespace yieldscape::bench
