#include <gmock/gmock.h>

#include <random>

#include "scratch_config.hpp"
#include "yieldscape/config/dump_config.hpp"
#include "yieldscape/config/schema.hpp"
#include "yieldscape/model/params.hpp"

namespace yieldscape::test {
namespace {

void expect_same(const RunConfig& a, const RunConfig& b) {
  EXPECT_EQ(canonical_text(a.ensemble), canonical_text(b.ensemble));
  EXPECT_EQ(a.ensemble.title, b.ensemble.title);
  ASSERT_EQ(a.ensemble.points.size(), b.ensemble.points.size());
  for (std::size_t i = 0; i < a.ensemble.points.size(); ++i) {
    const Point& p = a.ensemble.points[i];
    const Point& q = b.ensemble.points[i];
    EXPECT_EQ(p.canonical_text(), q.canonical_text());
    EXPECT_EQ(p.labels().name, q.labels().name);
    EXPECT_EQ(p.labels().glass, q.labels().glass);
    EXPECT_EQ(p.labels().scenario, q.labels().scenario);
    EXPECT_EQ(p.realizations(), q.realizations());
  }
  EXPECT_EQ(a.text_resolved, b.text_resolved);
}

/// Read, dump, read: nothing changes.
void expect_identity(const std::filesystem::path& file) {
  const RunConfig first = read_config(file, {}, csv_tables());
  const ScratchDirectory elsewhere;
  expect_same(first, read_config(elsewhere.write("again.yaml", dump_config(first)), {}, csv_tables()));
}

TEST(Dump, NamesEveryKey) {
  const std::string text = dump_default_config();
  for (const KeySpec& key : schema()) {
    if (key.scope == Scope::label) continue;
    EXPECT_THAT(text, testing::ContainsRegex("\n *(# )?" + std::string(leaf(key.path)) + ": ")) << key.path;
  }
  for (const std::string_view name : structures())
    EXPECT_THAT(text, testing::HasSubstr(std::string(name) + ":"));
}

TEST(Dump, OfNothingIsValid) {
  const RunConfig config = read_text(dump_default_config());
  EXPECT_EQ(config.ensemble.points.front().hash(), read_text(complete).ensemble.points.front().hash());
  EXPECT_EQ(dump_config(config), dump_default_config());
}

TEST(Dump, DependsOnTheMeaningOnly) {
  const auto dump = [](std::string_view text) { return dump_config(read_text(text)); };
  EXPECT_EQ(dump(complete),
            dump("slip: {c0: 626e-4, law: exponential, c1: 0.0}\nthresholds.initial: {mean: 1.14, law: "
                 "normal, std: .478}\n"
                 "seed: 1\nmaterial: {bulk_modulus: 52, shear_modulus: 14.7}\nloading: {strain_max: 2.0}\n"));
  EXPECT_EQ(dump(with("points: [{name: a, c0: 0.1}, {name: b, c1: 0.01}]\n")),
            dump(with("points: [{c1: 0, slip: {c0: 1e-1}, N: 16, name: a}, {slip.c1: .01, name: b, dynamics: "
                      "synchronous}]\n")));
}

std::vector<std::filesystem::path> shipped() {
  std::vector<std::filesystem::path> files;
  const auto root = std::filesystem::path(YIELDSCAPE_SOURCE_DIR) / "configs";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    const auto& file = entry.path();
    if (file.extension() == ".yaml" && file.parent_path().filename() != "glasses") files.push_back(file);
  }
  std::sort(files.begin(), files.end());
  return files;
}

class Shipped : public testing::TestWithParam<std::filesystem::path> {};
TEST_P(Shipped, ReadsAndDumps) {
  expect_identity(GetParam());
}
INSTANTIATE_TEST_SUITE_P(Configs, Shipped, testing::ValuesIn(shipped()),
                         [](const auto& test) {  // folder and name: some files are there at two scales
                           return test.param.parent_path().stem().string() + "_" + test.param.stem().string();
                         });

TEST(Shipped, PaperHasItsEightRuns) {
  const auto config =
      read_config(std::filesystem::path(YIELDSCAPE_SOURCE_DIR) / "configs/paper/paper.yaml", {}, {});
  struct Run {
    std::string name;
    double c0, c1, mean_slip;
  };
  // Mean slips as the paper prints them, two digits after rounding of the fits.
  const std::vector<Run> runs{{"ESL_disordered_uncorrelated", 0.0626, 0, 0.0626},
                              {"ESL_rejuvenation_uncorrelated", 0.0506, 0, 0.0506},
                              {"ESL_disordered_correlated", 0.0304, 0.0216, 0.0634},
                              {"ESL_rejuvenation_correlated", 0.0276, 0.0206, 0.0521},
                              {"GQ_disordered_uncorrelated", 0.0836, 0, 0.0836},
                              {"GQ_rejuvenation_uncorrelated", 0.042, 0, 0.042},
                              {"GQ_disordered_correlated", 0.0344, 0.0164, 0.0833},
                              {"GQ_rejuvenation_correlated", 0.0235, 0.0163, 0.0429}};
  ASSERT_EQ(config.ensemble.points.size(), runs.size());
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const Point& point = config.ensemble.points[i];
    EXPECT_EQ(point.labels().name, runs[i].name);
    EXPECT_TRUE(runs[i].name.starts_with(point.labels().glass + "_" + point.labels().scenario));
    EXPECT_EQ(point.realizations(), 300U);
    EXPECT_EQ(point.params().lattice, Lattice(16, 16));
    EXPECT_EQ(point.params().slip.c0, runs[i].c0);
    EXPECT_EQ(point.params().slip.c1, runs[i].c1);
    EXPECT_NEAR(mean_slip(point.params()), runs[i].mean_slip, 2e-4);
  }
  EXPECT_EQ(config.ensemble.grid, (StrainGrid{0.005, 400}));
  EXPECT_THAT(config.ensemble.record.maps_at, testing::ElementsAre(39));
}

/// A valid configuration drawn at random: every kind of key, in every layer.
std::string random_config(std::mt19937& random) {
  const auto pick = [&](const std::vector<std::string>& choices) {
    return choices[std::uniform_int_distribution<std::size_t>(0, choices.size() - 1)(random)];
  };
  const auto number = [&](double from, double to) {
    return std::to_string(std::uniform_real_distribution<double>(from, to)(random));
  };
  const auto law = [&] {
    const std::string kind =
        pick({"normal", "weibull", "gamma", "lognormal", "uniform", "exponential", "constant", "table"});
    if (kind == "table") return "{law: table, file: " + pick({"samples.csv", "quantiles.csv"}) + "}";
    std::string text = "{law: " + kind + ", mean: " + number(0.8, 2);
    if (kind != "exponential" && kind != "constant") text += ", std: " + number(0.2, 0.5);
    return text + pick({"", ", shift: 0.1", kind == "constant" ? "" : ", upper: 3"}) + "}";
  };
  std::string text =
      "title: " + pick({"a b", "\"q: \\\"x\\\"\"", "μ"}) + "\nseed: " + std::to_string(random()) + "\n";
  text += "seed_policy: " + pick({"common", "independent"}) +
          "\nengine: " + pick({"auto", "direct", "reference"}) + "\n";
  text += pick({"", "realizations: 3\n", "name: base\n", "internal_stress: {std: 0.2}\n"});
  text += "lattice: " + pick({"{N: 7}", "{shape: [3, 5]}"}) +
          "\nkernel: {form: " + pick({"continuum", "laplacian", "rotated"}) +
          ", normalization: " + pick({"raw", "local"}) + "}\n";
  text +=
      "glasses: {A: {material: {shear_modulus: 10, bulk_modulus: .inf}}, B: {material: {shear_modulus: 11.5, "
      "bulk_modulus: 40}}}\n";
  text +=
      "loading: {strain_max: " + number(0.5, 1) + ", dynamics: " + pick({"synchronous", "extremal"}) + "}\n";
  text +=
      "record: {events: " + pick({"true", "false"}) + ", maps_at: " + pick({"[]", "[0.2, 0.015]"}) + "}\n";
  text +=
      "slip: {law: " + pick({"exponential", "constant", "uniform"}) + ", c0: " + number(0.01, 0.1) + "}\n";
  text += "thresholds:\n" + pick({"  initial: {law: gamma, mean: 1, std: 0.3}\n",
                                  "  initial: " + law() + "\n  renewal: " + law() + "\n",
                                  "  renewal: {law: weibull, mean: 1.1, std: 0.3}\n  age: " + number(0, 1) +
                                      pick({"\n", "\n  initial_std: same\n", "\n  initial_std: 0.2\n"})});
  text += pick(
      {"glass: A\n", "sweep: {glass: [A, B]}\n",
       "sweep: {glass: [B, A], c1: {from: 0.001, to: 0.1, count: 3, spacing: log}}\n",
       "glass: B\nsweep: {cross: [{N: [2, 3], realizations: [9, 8]}, {kernel.form: [laplacian, rotated]}]}\n",
       "points: [{glass: A, N: 4}, {glass: B, name: \"p, q\", slip: {c0: 0.2, c1: 1e-3}}]\nsweep: {dynamics: "
       "[extremal, synchronous]}\n"});
  return text;
}

TEST(Dump, ReadsBackTheSameForRandomConfigurations) {
  std::mt19937 random(20240518);  // NOLINT: the same configurations every time
  const ScratchDirectory directory;
  directory.write("samples.csv", "1.5\n0.7\n1.1\n0.9\n");
  directory.write("quantiles.csv", "0.1,0.5\n0.5,1\n0.9,1.7\n");
  for (int i = 0; i < 200; ++i) {
    const std::string text = random_config(random);
    SCOPED_TRACE(text);
    ASSERT_NO_FATAL_FAILURE(expect_identity(directory.write("random.yaml", text)));
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace yieldscape::test
