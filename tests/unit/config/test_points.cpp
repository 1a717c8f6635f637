#include <gmock/gmock.h>

#include <cmath>

#include "scratch_config.hpp"
#include "yieldscape/landscape/threshold_law.hpp"
#include "yieldscape/model/params.hpp"

namespace yieldscape::test {
namespace {

using testing::HasSubstr;

constexpr std::string_view material = "material: {shear_modulus: 19, bulk_modulus: 55}\n";
constexpr std::string_view renewed = "thresholds: {renewal: {law: normal, mean: 1, std: 0.436}}\n";

ModelParams params_of(const std::string& text, const std::vector<std::string>& overrides = {}) {
  return read_text(text, overrides).ensemble.points.front().params();
}

TEST(Points, DefaultsAreThePapersModel) {
  const RunConfig config = read_text(complete);
  const Point& point = config.ensemble.points.front();
  EXPECT_EQ(point.labels().name, "config");
  EXPECT_EQ(point.labels().scenario, "disordered");
  EXPECT_EQ(point.params().lattice, Lattice(16, 16));
  EXPECT_EQ(point.params().kernel.form, KernelForm::continuum);
  EXPECT_EQ(point.params().dynamics, Dynamics::synchronous);
  EXPECT_EQ(config.ensemble.grid, (StrainGrid{0.005, 400}));
  EXPECT_EQ(config.ensemble.engine, EngineChoice::automatic);
}

TEST(Points, IdentityKnowsNoOrderAndNoSpelling) {
  const auto hash = [](std::string_view text) { return read_text(text).ensemble.points.front().hash(); };
  const Hash128 reference = hash(complete);
  EXPECT_EQ(hash("slip: {c0: 6.26e-2, law: exponential}\n"
                 "lattice.N: 16\n"
                 "thresholds: {initial: {std: .478, mean: 114e-2, law: normal, shift: 0}}\n"
                 "material:\n  bulk_modulus: 52.0\n  shear_modulus: 14.7\n"
                 "name: other\nrealizations: 3\n"),
            reference);
  EXPECT_NE(hash(with("lattice.N: 17\n")), reference);
}

TEST(Points, EntriesOverrideTheTop) {
  const RunConfig config =
      read_text(with("points: [{slip: {c0: 0.1}}, {slip.disorder_strength: 2, realizations: 7}]\n"));
  ASSERT_EQ(config.ensemble.points.size(), 2U);
  EXPECT_EQ(config.ensemble.points[0].params().slip.c0, 0.1);
  EXPECT_EQ(config.ensemble.points[0].realizations(), 300U);
  EXPECT_NEAR(disorder_strength(config.ensemble.points[1].params()), 2, 1e-12);
  EXPECT_EQ(config.ensemble.points[1].realizations(), 7U);
}

TEST(Points, AnUpperLawSupersedesWhatItHasNoUseFor) {
  const auto params = params_of(with("points: [{thresholds.initial.law: constant}]\n"));
  EXPECT_EQ(params.initial_thresholds.kind, ThresholdKind::constant);
  EXPECT_EQ(params.initial_thresholds.std, 0);
}

TEST(Points, DisorderStrengthGivesTheMeanSlip) {
  const auto params = params_of(std::string(material) +
                                "thresholds:\n  initial: {law: normal, mean: 1, std: 0.4, lower: 0}\n"
                                "slip: {law: exponential, disorder_strength: 0.75}\n");
  const double std = ThresholdLaw(params.renewed_thresholds).std();
  EXPECT_LT(std, 0.4);
  EXPECT_DOUBLE_EQ(params.slip.c0, std / (0.75 * 19 / (1 + 19.0 / 55)));
  EXPECT_EQ(params.slip.c1, 0);
  EXPECT_NEAR(disorder_strength(params), 0.75, 1e-12);
}

struct AgeCase {
  std::string law;
  std::string initial_std;
};

class Age : public testing::TestWithParam<AgeCase> {};

TEST_P(Age, MovesTheMeanAndSetsTheWidth) {
  const ScratchDirectory directory;
  directory.write("table.csv", "0.2\n0.5\n1.5\n2.2\n");
  const std::string text =
      std::string(material) +
      "slip: {law: constant, c0: 0.1}\nthresholds:\n  age: 0.65\n  initial_std: " + GetParam().initial_std +
      "\n  renewal: {" + GetParam().law + "}\n";
  const RunConfig config = read_config(directory.write("age.yaml", text), {}, csv_tables());
  const ModelParams& params = config.ensemble.points.front().params();
  const ThresholdLaw initial(params.initial_thresholds);
  const ThresholdLaw renewal(params.renewed_thresholds);
  EXPECT_NEAR(initial.mean(), 1.65 * renewal.mean(), 1e-8);
  EXPECT_NEAR(age(params), 0.65, 1e-8);
  const double expected = GetParam().initial_std == "scaled" ? 1.65 * renewal.std()
                          : GetParam().initial_std == "same" ? renewal.std()
                                                             : std::stod(GetParam().initial_std);
  EXPECT_NEAR(initial.std(), expected, 1e-8);
  EXPECT_EQ(config.ensemble.points.front().labels().scenario, "rejuvenation");
}

std::vector<AgeCase> age_cases() {
  std::vector<AgeCase> cases;
  for (const char* law : {"law: normal, mean: 1, std: 0.4", "law: weibull, mean: 1, std: 0.4, shift: 0.2",
                          "law: gamma, mean: 1, std: 0.4, upper: 1.5", "law: exponential, mean: 1",
                          "law: uniform, mean: 1, std: 0.3, shift: -0.1", "law: table, file: table.csv",
                          "law: lognormal, mean: 1, std: 0.4, lower: 0.5"}) {
    for (const char* width : {"scaled", "same", "0.25", "0"}) cases.push_back({law, width});
  }
  return cases;
}

INSTANTIATE_TEST_SUITE_P(Laws, Age, testing::ValuesIn(age_cases()));

TEST(Points, AgeOfANormalLawIsANormalLaw) {
  const auto aged = params_of(std::string(material) + "slip: {law: constant, c0: 0.1}\n" +
                              std::string(renewed) + "thresholds.age: 0.5\n");
  EXPECT_EQ(aged.initial_thresholds.mean, 1.5);
  EXPECT_EQ(aged.initial_thresholds.std, 1.5 * 0.436);
  EXPECT_EQ(aged.initial_thresholds.shift, 0);
}

TEST(Points, ScenarioDecidesWhatRenews) {
  const std::string both = with("thresholds.renewal: {law: normal, mean: 1, std: 0.436}\n");
  EXPECT_EQ(params_of(both).renewed_thresholds.mean, 1);
  EXPECT_EQ(params_of(both + "scenario: disordered\n").renewed_thresholds.mean, 1.14);
  EXPECT_EQ(read_text(both).ensemble.points.front().labels().scenario, "rejuvenation");
  const auto hash = [](const std::string& text) { return read_text(text).ensemble.points.front().hash(); };
  EXPECT_EQ(hash(both + "scenario: disordered\n"), hash(std::string(complete)));
}

TEST(Points, GlassIsBeneathTheExplicitKeys) {
  const ScratchDirectory directory;
  std::filesystem::create_directory(directory.path() / "glasses");
  directory.write("glasses/law.csv", "0.1,0.5\n0.9,1.5\n");
  directory.write("glasses/A.yaml",
                  "material: {shear_modulus: 10, bulk_modulus: 50}\n"
                  "thresholds.initial: {law: table, file: law.csv}\nslip: {law: uniform, c0: 0.2}\n");
  const auto file =
      directory.write("run.yaml", "glasses: {A: glasses/A.yaml}\nglass: A\nslip: {disorder_strength: 1}\n");
  const RunConfig config = read_config(file, {}, csv_tables());
  const Point& point = config.ensemble.points.front();
  EXPECT_EQ(point.labels().glass, "A");
  EXPECT_EQ(point.params().slip.kind, SlipKind::uniform);
  EXPECT_NEAR(disorder_strength(point.params()), 1, 1e-12);
  EXPECT_THAT(point.params().initial_thresholds.table->value, testing::ElementsAre(0.5, 1.5));
}

TEST(Points, SamplesHaveNoOrder) {
  const ScratchDirectory directory;
  const auto hash = [&](std::string_view rows) {
    directory.write("rows.csv", rows);
    const auto file = directory.write("run.yaml", std::string(material) +
                                                      "slip: {law: constant, c0: 0.1}\n"
                                                      "thresholds.initial: {law: table, file: rows.csv}\n");
    return read_config(file, {}, csv_tables()).ensemble.points.front().hash();
  };
  EXPECT_EQ(hash("1\n2\n3\n"), hash("3\n1\n2\n"));
  EXPECT_NE(hash("1\n2\n3\n"), hash("3\n1\n4\n"));
}

TEST(Points, KernelTableHasTheShapeOfTheLattice) {
  const ScratchDirectory directory;
  directory.write("kernel.csv", "1,2,3\n4,5,6\n");
  const auto file =
      directory.write("run.yaml", with("lattice: {shape: [2, 3]}\nkernel: {form: file, file: kernel.csv}\n"));
  const auto params = read_config(file, {}, csv_tables()).ensemble.points.front().params();
  EXPECT_EQ(params.kernel.table->at(1, 0), 4);
  EXPECT_EQ(params.kernel.table->at(0, 2), 3);
}

TEST(Points, GridAndMapsAreCounted) {
  const auto ensemble = read_text(with("loading: {strain_max: 0.3, strain_step: 0.1}\n"
                                       "record: {maps_at: [0.3, 0.1], histograms_at: [0.2]}\n"))
                            .ensemble;
  EXPECT_EQ(ensemble.grid.count, 3U);
  EXPECT_THAT(ensemble.record.maps_at, testing::ElementsAre(0, 2));
  EXPECT_THAT(ensemble.record.histograms_at, testing::ElementsAre(1));
}

TEST(Overrides, WinOverEveryOtherPlace) {
  const std::string text =
      with("realizations: 10\npoints: [{name: a, realizations: 20, slip.c0: 0.1}, {name: b}]\n");
  const RunConfig config =
      read_text(text, {"realizations=5", "seed=7", "slip.c0=0.3", "slip.c0=0.2",
                       "thresholds.initial.law=gamma", "points=[{name: c}, {name: d, N: 8}]"});
  EXPECT_EQ(config.ensemble.seed, 7U);
  ASSERT_EQ(config.ensemble.points.size(), 2U);
  for (const Point& point : config.ensemble.points) {
    EXPECT_EQ(point.realizations(), 5U);
    EXPECT_EQ(point.params().slip.c0, 0.2);
    EXPECT_EQ(point.params().initial_thresholds.kind, ThresholdKind::gamma);
  }
  EXPECT_THAT(config.text_given, HasSubstr("# --set seed=7\n"));
  EXPECT_EQ(read_text(config.text_resolved).ensemble.points[1].hash(), config.ensemble.points[1].hash());
}

TEST(Overrides, LeaveSweptPointsTheirDifferences) {
  const auto config =
      read_text(with("sweep: {zip: {N: [8, 16], realizations: [30, 20]}}\n"), {"realizations=2", "name=a"});
  ASSERT_EQ(config.ensemble.points.size(), 2U);
  EXPECT_EQ(config.ensemble.points[1].labels().name, "a,N=16");
  EXPECT_EQ(config.ensemble.points[1].realizations(), 2U);
}

TEST(Overrides, ReplaceTheSweep) {
  const std::string text = with("sweep: {cross: [{N: [8, 16]}]}\n");
  EXPECT_EQ(read_text(text, {"sweep={N: [4]}"}).ensemble.points.size(), 1U);
  EXPECT_EQ(read_text(text, {"sweep.c0=[1, 2]"}).ensemble.points.size(), 4U);
  EXPECT_THAT(errors_of(text, {"N=4"}),
              HasSubstr("--set N=4: error: 'lattice.N' is what tells points apart (line 5)"));
}

TEST(Ranks, AreChosenByTheSide) {
  const RunConfig config = read_text(with("ranks_per_realization: {default: 1, 64: 4, 1024: 16}\n"));
  EXPECT_EQ(config.ranks_per_realization(Lattice(63, 63)), 1U);
  EXPECT_EQ(config.ranks_per_realization(Lattice(64, 64)), 4U);
  EXPECT_EQ(config.ranks_per_realization(Lattice(4096, 1024)), 16U);
  EXPECT_THAT(errors_of(with("ranks_per_realization: {default: 2}\n")), HasSubstr("on one rank"));
}

}  // namespace
}  // namespace yieldscape::test
